/* SPDX-License-Identifier: Apache-2.0 */
#include "record/actor_json.h"

#include "record/json.h"

/* "Latvia's foreign minister": the mention that holds the phrase's head; where none does ("residence of the president of France"), one that
 * says more than a country; else the longest. */
static int weight_of(const dgm_doc *doc, const dgm_mention *m, uint32_t root) {
    return root != DGM_NONE && m->first <= root && root < m->end ? 2 : doc->entities.items[m->entity].sectors != 0;
}

static const dgm_mention *main_mention(const dgm_doc *doc) {
    const dgm_mention *best = NULL;
    uint32_t root = doc->sentences.count ? doc->sentences.items[0].root : DGM_NONE;
    int best_weight = 0;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const dgm_mention *m = &doc->mentions.items[i];
        if (m->entity >= doc->entities.count)
            continue;
        int weight = weight_of(doc, m, root);
        if (!best || weight > best_weight || (weight == best_weight && m->end - m->first > best->end - best->first)) {
            best = m;
            best_weight = weight;
        }
    }
    return best;
}

static void write_sectors(dgm_json *j, uint32_t sectors) {
    dgm_json_open(j, '[');
    for (unsigned i = 0; i < DGM_SECTOR_COUNT; i++)
        if (sectors >> i & 1)
            dgm_json_text(j, dgm_sector_name(i));
    dgm_json_close(j, ']');
}

static void write_entry(dgm_json *j, const dgm_entity *e) {
    dgm_json_key(j, "entry"), dgm_json_str_or_null(j, e->file ? e->name : (dgm_str){0});
    dgm_json_key(j, "file"), dgm_json_str_or_null(j, dgm_str_of(e->file));
    dgm_json_key(j, "line");
    if (e->file)
        dgm_json_int(j, e->line);
    else
        dgm_json_null(j);
}

void dgm_write_actor(const dgm_doc *phrase, dgm_buf *out) {
    const dgm_mention *m = main_mention(phrase);
    const dgm_entity nobody = {0}, *e = m ? &phrase->entities.items[m->entity] : &nobody;
    dgm_json j = {.out = out};
    dgm_json_open(&j, '{');
    dgm_json_key(&j, "name"), dgm_json_str_or_null(&j, e->name);
    dgm_json_key(&j, "type"), dgm_json_str_or_null(&j, m ? dgm_str_of(dgm_entity_type_name(e->type)) : (dgm_str){0});
    dgm_json_key(&j, "code"), dgm_json_str_or_null(&j, e->code);
    dgm_json_key(&j, "country"), dgm_json_str_or_null(&j, e->country);
    dgm_json_key(&j, "sectors"), write_sectors(&j, e->sectors);
    dgm_json_key(&j, "role"), dgm_json_str_or_null(&j, e->role);
    dgm_json_key(&j, "wikidata"), dgm_json_str_or_null(&j, e->wikidata);
    write_entry(&j, e);
    dgm_json_key(&j, "confidence"), dgm_json_real(&j, m ? e->confidence / 1000.0 : 0, 3);
    dgm_json_close(&j, '}');
}
