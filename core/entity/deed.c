/* SPDX-License-Identifier: Apache-2.0 */
/* Whose those are to whom a sentence tells that something is done: whom an army kills abroad is not of its country, whom the police of a country
 * arrest is. The words are those of table `ties`: harm, keep, judge, deed. */
#include "entity/homeland.h"

#define SENTENCE_MOST 120u /* tokens looked at */
#define CLIMB 6u

/* The part of the verb's clause that a token stands in: the child of the verb above it, or DGM_NONE. */
static uint32_t part_of(const dgm_doc *doc, uint32_t verb, uint32_t t) {
    const dgm_token *token = doc->tokens.items;
    for (uint32_t i = 0; verb != DGM_NONE && i < CLIMB && t != DGM_NONE; i++) {
        if (token[t].head == verb)
            return t;
        t = token[t].head;
    }
    return DGM_NONE;
}

/* "an attack", "a strike" */
static bool is_attack(const dgm_builder *b, uint32_t token) {
    return b->doc->tokens.items[token].upos == DGM_UPOS_NOUN &&
           (dgm_is_tie(b->r, token, "deed") || dgm_is_tie(b->r, token, "harm"));
}

/* "Israeli forces kill", "were killed by Israeli forces", "were killed in an Israeli raid": does the part say who did it? */
static bool is_doer(const dgm_builder *b, uint32_t part, bool passive) {
    unsigned rel = b->doc->tokens.items[part].rel;
    return passive ? rel == DGM_REL_OBL_AGENT || (rel == DGM_REL_OBL && is_attack(b, part))
                   : rel == DGM_REL_NSUBJ ||
                         rel == DGM_REL_NSUBJ_PASS; /* parsers take "the raid killed" for "the raid was" */
}

/* The verb whose subject it is: "police seize arms and [arrest] three", "Israel strikes Beirut, [killing] four", "Israel says it [killed] four". */
static uint32_t with_subject(const dgm_doc *doc, uint32_t verb) {
    const dgm_token *token = doc->tokens.items;
    for (uint32_t i = 0; i < CLIMB && token[verb].head != DGM_NONE; i++) {
        uint32_t subject = dgm_tree_child_rel(doc, verb, DGM_REL_NSUBJ);
        bool none = subject == DGM_NONE && dgm_tree_child_rel(doc, verb, DGM_REL_NSUBJ_PASS) == DGM_NONE;
        bool shares = none && (token[verb].rel == DGM_REL_CONJ || token[verb].rel == DGM_REL_XCOMP ||
                               (token[verb].rel == DGM_REL_ADVCL && token[verb].xpos == DGM_XPOS_VBG));
        bool said = subject != DGM_NONE && token[subject].upos == DGM_UPOS_PRON && token[verb].rel == DGM_REL_CCOMP;
        if (!shares && !said)
            break;
        verb = token[verb].head;
    }
    return verb;
}

static uint32_t row_of(const dgm_home_view *view, dgm_str code) {
    for (uint32_t i = 0; code.n && i < view->count; i++)
        if (dgm_str_eq(view->codes[i], code))
            return i;
    return DGM_NONE;
}

/* Of the first country that does what the verbs tell: a row of the view, or DGM_NONE. there: also of who is in it ("a court in Lagos"). */
static uint32_t doer_at(const dgm_builder *b, const dgm_found *f, const dgm_home_view *view, const uint32_t verbs[3],
                        bool passive, bool there) {
    const dgm_doc *doc = b->doc;
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[f->first].sentence];
    for (uint32_t t = s->first; t < s->end && t < s->first + SENTENCE_MOST; t++) {
        const dgm_found *g = b->r->at[t] == DGM_NONE ? NULL : &b->r->found.items[b->r->at[t]];
        bool does = false;
        for (int i = 0; g && g != f && g->first == t && i < 3; i++) {
            uint32_t part = part_of(doc, verbs[i], g->end - 1);
            does = does || (part != DGM_NONE && is_doer(b, part, passive) && (there || !dgm_home_is_scene(doc, g)));
        }
        uint32_t row = does ? row_of(view, dgm_home_of(b, g)) : DGM_NONE;
        if (row != DGM_NONE)
            return row;
    }
    return DGM_NONE;
}

/* Who does what a verb of that kind tells to those that f names. */
static uint32_t doer_of(const dgm_builder *b, const dgm_found *f, const dgm_home_view *view, const char *kind,
                        bool there) {
    const dgm_doc *doc = b->doc;
    uint32_t verb = dgm_home_clause(doc, f->end - 1);
    uint32_t own = dgm_is_tie(b->r, verb, kind) ? part_of(doc, verb, f->end - 1) : DGM_NONE;
    bool passive = own != DGM_NONE && doc->tokens.items[own].rel == DGM_REL_NSUBJ_PASS;
    if (own == DGM_NONE || (!passive && doc->tokens.items[own].rel != DGM_REL_OBJ))
        return DGM_NONE;
    uint32_t verbs[3] = {passive ? verb : with_subject(doc, verb), DGM_NONE, DGM_NONE};
    if (passive) { /* "were killed and hurt in a raid": parsers hang the raid on either */
        verbs[1] = dgm_tree_child_rel(doc, verb, DGM_REL_CONJ);
        verbs[2] = dgm_tree_conj_head(doc, verb);
    }
    return doer_at(b, f, view, verbs, passive, there);
}

/* "A Russian attack on a school": whose attack it is. */
static uint32_t striker_of(const dgm_builder *b, const dgm_found *f, const dgm_home_view *view) {
    const dgm_token *token = b->doc->tokens.items;
    uint32_t deed = token[f->end - 1].head, row = DGM_NONE;
    if (deed == DGM_NONE || token[f->end - 1].rel != DGM_REL_NMOD || !is_attack(b, deed))
        return DGM_NONE;
    for (uint32_t c = dgm_tree_child(b->doc, deed, DGM_NONE); c != DGM_NONE && c < deed && row == DGM_NONE;
         c = dgm_tree_child(b->doc, deed, c))
        if (b->r->at[c] != DGM_NONE)
            row = row_of(view, dgm_home_of(b, &b->r->found.items[b->r->at[c]]));
    return row;
}

/* "The US strikes Islamic State posts in Syria": who does something about an armed group without a home. */
static uint32_t hunter_of(const dgm_builder *b, const dgm_found *f, const dgm_home_view *view) {
    const dgm_doc *doc = b->doc;
    uint32_t verb = with_subject(doc, dgm_home_clause(doc, f->end - 1)), own = part_of(doc, verb, f->end - 1);
    uint32_t verbs[3] = {verb, DGM_NONE, DGM_NONE};
    if (f->kind != DGM_FOUND_ORGANISATION || own == DGM_NONE || is_doer(b, own, false))
        return DGM_NONE;
    return doer_at(b, f, view, verbs, false, false);
}

/* Does the sentence say that it was in another country than that of the row? */
static bool is_elsewhere(const dgm_home_view *view, uint32_t row, bool named) {
    bool elsewhere = false;
    if (view->x[row][DGM_HOME_scene] > 0 || view->x[row][DGM_HOME_town] > 0)
        return false;
    for (uint32_t i = 0; i < view->count; i++)
        elsewhere = elsewhere || (i != row && (view->x[i][DGM_HOME_scene] > 0 || view->x[i][DGM_HOME_town] > 0 ||
                                               (named && view->x[i][DGM_HOME_named] > 0)));
    return elsewhere;
}

uint32_t dgm_home_by_deed(const dgm_builder *b, const dgm_found *f, const dgm_home_view *view, uint32_t *stranger) {
    uint32_t judge = doer_of(b, f, view, "judge", true), keeper = doer_of(b, f, view, "keep", true);
    if (judge != DGM_NONE)
        return judge;
    if (keeper != DGM_NONE && !is_elsewhere(view, keeper, false))
        return keeper;
    uint32_t attacker = doer_of(b, f, view, "harm", false);
    if (attacker == DGM_NONE)
        attacker = striker_of(b, f, view);
    bool named = attacker != DGM_NONE;
    if (attacker == DGM_NONE)
        attacker = hunter_of(b, f, view);
    *stranger = attacker != DGM_NONE && is_elsewhere(view, attacker, named) ? attacker : DGM_NONE;
    return DGM_NONE;
}

/* A place that a verb's part is, or one of a list of them is: "flew to Chad", "visited Chad and Mali"; not whose somebody there is. */
static bool is_goal(const dgm_doc *doc, const dgm_found *g, uint32_t part, bool moves) {
    const dgm_token *token = doc->tokens.items;
    uint32_t prep = dgm_tree_case(doc, part), top = g->end - 1;
    while (top != part && token[top].head != DGM_NONE && token[top].rel == DGM_REL_CONJ)
        top = token[top].head;
    if (top != part)
        return false;
    return token[part].rel == DGM_REL_OBJ ? prep == DGM_NONE
                                          : moves && prep != DGM_NONE && dgm_tree_lemma_is(doc, prep, "to");
}

/* "The minister will fly to Chad", "the ministers condemned Chad": what nobody does to the own country. */
bool dgm_home_is_abroad(const dgm_builder *b, const dgm_found *f, const dgm_home_view *view, uint32_t row) {
    const dgm_doc *doc = b->doc;
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[f->first].sentence];
    uint32_t verb = dgm_home_clause(doc, f->end - 1), own = part_of(doc, verb, f->end - 1);
    bool moves = own != DGM_NONE && dgm_is_tie(b->r, verb, "abroad");
    unsigned rel = own == DGM_NONE ? DGM_REL_ROOT : doc->tokens.items[own].rel;
    bool does = rel == DGM_REL_NSUBJ || (moves && rel == DGM_REL_NMOD_POSS); /* "the envoy's trip to Chad" */
    if (!does || (!moves && !dgm_is_tie(b->r, verb, "foreign")))
        return false;
    for (uint32_t t = f->end; t < s->end && t < s->first + SENTENCE_MOST; t++) {
        const dgm_found *g = b->r->at[t] == DGM_NONE ? NULL : &b->r->found.items[b->r->at[t]];
        bool land = g && g->first == t && (g->kind == DGM_FOUND_COUNTRY || (moves && g->kind == DGM_FOUND_CAPITAL));
        uint32_t part = land ? part_of(doc, verb, g->end - 1) : DGM_NONE;
        if (part != DGM_NONE && is_goal(doc, g, part, moves) && row_of(view, dgm_home_of(b, g)) == row)
            return true;
    }
    return false;
}

bool dgm_build_is_held(const dgm_builder *b, const dgm_found *f) {
    const dgm_token *token = b->doc->tokens.items;
    uint32_t t = f->first;
    for (uint32_t i = 0; i < CLIMB; i++) { /* "sentences singer [X]": the name, or what it is the name of */
        unsigned rel = token[t].rel;
        if (dgm_tree_case(b->doc, t) != DGM_NONE || token[t].head == DGM_NONE)
            return false;
        if (rel == DGM_REL_OBJ || rel == DGM_REL_NSUBJ_PASS)
            return dgm_is_tie(b->r, token[t].head, "keep") || dgm_is_tie(b->r, token[t].head, "judge");
        if (rel != DGM_REL_FLAT && rel != DGM_REL_COMPOUND && rel != DGM_REL_APPOS && rel != DGM_REL_NMOD_DESC)
            return false;
        t = token[t].head;
    }
    return false;
}

dgm_str dgm_build_held(dgm_builder *b, const dgm_found *f) {
    dgm_home_view view;
    uint32_t stranger = DGM_NONE;
    if (!dgm_build_is_held(b, f))
        return (dgm_str){0};
    dgm_home_look(b, f, &view);
    uint32_t native = dgm_home_by_deed(b, f, &view, &stranger);
    return native == DGM_NONE ? (dgm_str){0} : view.codes[native];
}
