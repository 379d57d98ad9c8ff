/* SPDX-License-Identifier: Apache-2.0 */
/* Names that the lexicon does not know: the network finds them, and what an article calls by the same words is of the same kind. */
#include <string.h>

#include "entity/names.h"

#define TOLD (1 << 24)   /* more than any scores of the network */
#define LIKELY (1 << 20) /* as much as the network doubts a village whose name could be a person's */
#define BACK_MOST 8u     /* capitals that are known, before one that is not */

typedef DGM_VEC(dgm_name) dgm_name_list;

/* ---- one sentence ------------------------------------------------------------------------------------------------ */

/* The mean score of each class over the words of a name, less that of the best. */
static void weigh(const dgm_name_work *work, uint32_t first, uint32_t end, int32_t scores[DGM_NAME_CLASSES]) {
    int32_t best = INT32_MIN;
    for (unsigned c = 0; c < DGM_NAME_CLASSES; c++) {
        int64_t sum = 0;
        for (uint32_t i = first; i < end; i++) {
            unsigned part = end - first == 1 ? DGM_NAME_ONLY
                            : i == first     ? DGM_NAME_FIRST
                            : i + 1 == end   ? DGM_NAME_LAST
                                             : DGM_NAME_INSIDE;
            sum += work->scores[i][DGM_NAME_LABEL(c, part)];
        }
        scores[c] = (int32_t)(sum / (2 * (int64_t)(end - first))); /* halved, so that differences fit */
        best = scores[c] > best ? scores[c] : best;
    }
    for (unsigned c = 0; c < DGM_NAME_CLASSES; c++)
        scores[c] = (int32_t)((int64_t)scores[c] - best);
}

/* "In Kandor district", "the Harim road": the network has not seen that it is a name; what stands beside it tells. */
static bool is_missed(const dgm_reader *r, uint32_t t) {
    const dgm_token *own = &r->doc->tokens.items[t];
    dgm_name n = {.first = t, .end = t + 1, .class = DGM_NAME_PLACE};
    dgm_name_class class;
    bool name = own->upos == DGM_UPOS_PROPN || (own->upos == DGM_UPOS_ADJ && own->rel == DGM_REL_COMPOUND);
    return name && r->at[t] == DGM_NONE && dgm_upper_first(r->doc, t) &&
           t > r->doc->sentences.items[own->sentence].first &&
           (own[-1].upos == DGM_UPOS_ADP || own[-1].upos == DGM_UPOS_DET) &&
           (dgm_name_told_behind(r, &n, &class) || dgm_name_told_before(r, t, &class)) &&
           (class == DGM_NAME_PLACE || class == DGM_NAME_FACILITY);
}

/* Words around capitals: what they see of the sentence is what they would see of it whole. */
static bool read_window(dgm_reader *r, dgm_name_work *work, uint32_t first, uint32_t end, bool begins,
                        dgm_name_list *out) {
    uint8_t labels[DGM_NAME_MOST];
    dgm_net_fetch_slots(&r->know->net.words, r->doc->forms + first, end - first);
    for (uint32_t t = first; t < end; t++)
        dgm_name_net_word(&r->know->net, work, t - first, &r->doc->forms[t], r->doc->tokens.items[t].upos,
                          dgm_known(r, t));
    dgm_name_net_read(&r->know->net, work, end - first, begins, labels);
    for (uint32_t i = 0, next; i < end - first; i = next) {
        next = i + 1;
        dgm_name_class class = labels[i] ? dgm_name_class_of(labels[i]) : DGM_NAME_PLACE;
        if (!labels[i] && !is_missed(r, first + i))
            continue;
        if (labels[i] && labels[i] == DGM_NAME_LABEL(class, DGM_NAME_FIRST))
            while (labels[next++] != DGM_NAME_LABEL(class, DGM_NAME_LAST)) {}
        dgm_name *n = DGM_PUSH(out, r->stage->scratch);
        if (!n)
            return false;
        n->first = first + i;
        n->end = first + next;
        n->class = class;
        weigh(work, i, next, n->scores);
        if (dgm_name_told_before(r, n->first, &class) || dgm_name_told_behind(r, n, &class))
            n->scores[class] = TOLD;
        else if (dgm_name_is_in(r, n))
            n->scores[DGM_NAME_PLACE] += LIKELY;
        else if (dgm_name_is_somebody(r, n))
            n->scores[DGM_NAME_PERSON] += LIKELY;
    }
    return true;
}

/* A capital that nothing is known of; "The" and "On" have theirs from the sentence. */
static bool unknown(const dgm_reader *r, uint32_t t) {
    const uint32_t functions = 1u << DGM_UPOS_DET | 1u << DGM_UPOS_PRON | 1u << DGM_UPOS_ADP | 1u << DGM_UPOS_CCONJ |
                               1u << DGM_UPOS_SCONJ | 1u << DGM_UPOS_AUX | 1u << DGM_UPOS_PART | 1u << DGM_UPOS_ADV;
    return r->at[t] == DGM_NONE && dgm_upper_first(r->doc, t) && !(functions >> r->doc->tokens.items[t].upos & 1);
}

/* Only capitals make names, and the network has the last word only on unknown ones: they, the capitals around them and the words
 * that those see are read: [*first, end) from token `t` on; 0: no more. */
static uint32_t next_window(const dgm_reader *r, uint32_t t, const dgm_sentence *s, uint32_t *first) {
    uint32_t begin = t;
    while (t < s->end && !unknown(r, t))
        t++;
    if (t == s->end)
        return 0;
    uint32_t start = t;
    while (start > begin && t - start < BACK_MOST && dgm_upper_first(r->doc, start - 1))
        start--;
    *first = start - s->first < DGM_NAME_SIGHT ? s->first : start - DGM_NAME_SIGHT;
    uint32_t last = t, most = s->end - *first < DGM_NAME_MOST ? s->end : *first + DGM_NAME_MOST;
    for (uint32_t i = t + 1; i < most && i - last <= 2 * DGM_NAME_SIGHT; i++)
        if (dgm_upper_first(r->doc, i))
            last = i;
    return most - last <= DGM_NAME_SIGHT ? most : last + DGM_NAME_SIGHT + 1;
}

static int read_sentences(dgm_reader *r, dgm_name_list *out) {
    dgm_name_work work;
    if (!dgm_doc_hash_forms(r->doc) ||
        !dgm_name_work_make(&work, r->stage->scratch, dgm_doc_longest_sentence(r->doc, DGM_NAME_MOST)))
        return dgm_fail_memory(r->stage->error);
    for (uint32_t i = 0; i < r->doc->sentences.count; i++) {
        const dgm_sentence *s = &r->doc->sentences.items[i];
        int rc = dgm_spend(r->stage->budget, 2 * (uint64_t)(s->end - s->first), r->stage->error);
        if (rc != DGM_OK)
            return rc;
        for (uint32_t t = s->first, first, end; (end = next_window(r, t, s, &first)) > 0; t = end)
            if (!read_window(r, &work, first, end, first == s->first, out))
                return dgm_fail_memory(r->stage->error);
    }
    return DGM_OK;
}

/* ---- the article ------------------------------------------------------------------------------------------------- */

typedef struct votes { /* by the words of a name */
    uint64_t key;
    int64_t sum[DGM_NAME_CLASSES];
} votes;

typedef struct ballot {
    votes *slots;
    uint32_t mask;
} ballot;

static votes *votes_of(const dgm_reader *r, ballot *b, uint32_t first, uint32_t end) {
    uint64_t key = 0;
    for (uint32_t u = r->units.first[first]; u < r->units.first[end]; u++)
        key = dgm_fold_hash(key, r->units.units[u].text, r->units.units[u].n);
    key |= 1;
    uint32_t at = (uint32_t)(key >> 20) & b->mask;
    while (b->slots[at].key && b->slots[at].key != key)
        at = (at + 1) & b->mask;
    b->slots[at].key = key;
    return &b->slots[at];
}

static dgm_name_class best_of(const votes *v) {
    unsigned best = 0;
    for (unsigned c = 1; c < DGM_NAME_CLASSES; c++)
        if (v->sum[c] > v->sum[best])
            best = c;
    return (dgm_name_class)best;
}

/* All mentions of a name have a say in what it is; "Tasnim Aslam" also in what "Aslam" is, when she is a person. */
static int vote(dgm_reader *r, dgm_name_list *names) {
    ballot b = {.mask = 63};
    while (b.mask < 4 * names->count)
        b.mask = 2 * b.mask + 1;
    b.slots = DGM_NEWS(r->stage->scratch, votes, b.mask + 1);
    if (!b.slots)
        return dgm_fail_memory(r->stage->error);
    for (uint32_t i = 0; i < names->count; i++) {
        const dgm_name *n = &names->items[i];
        votes *own = votes_of(r, &b, n->first, n->end),
              *last = n->class == DGM_NAME_PERSON && n->end - n->first > 1 ? votes_of(r, &b, n->end - 1, n->end) : NULL;
        for (unsigned c = 0; c < DGM_NAME_CLASSES; c++) {
            own->sum[c] += n->scores[c];
            if (last)
                last->sum[c] += n->scores[c];
        }
    }
    for (uint32_t i = 0; i < names->count; i++)
        names->items[i].class = best_of(votes_of(r, &b, names->items[i].first, names->items[i].end));
    return DGM_OK;
}

int dgm_find_names(dgm_reader *r) {
    dgm_name_list names = {0};
    if (!r->know->trained) /* a model without weights finds no names but those of the lexicon */
        return DGM_OK;
    int rc = read_sentences(r, &names);
    if (rc == DGM_OK)
        rc = dgm_spend(r->stage->budget, names.count, r->stage->error);
    if (rc == DGM_OK)
        rc = vote(r, &names);
    for (uint32_t i = 0; rc == DGM_OK && i < names.count; i++)
        rc = dgm_name_settle(r, names.items[i]);
    return rc;
}
