/* SPDX-License-Identifier: Apache-2.0 */
/* Who and what is named or described, and who that is on the article's day. */
#include "entity/entity.h"

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_entity_knowledge *k = DGM_NEW(arena, dgm_entity_knowledge);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    return dgm_entity_open(store, k, error);
}

int dgm_entity_read(dgm_reader *r) {
    uint32_t n = r->doc->tokens.count;
    if (!r->know->known || n == 0)
        return DGM_OK;
    r->at = DGM_NEWS(r->stage->scratch, uint32_t, n);
    if (!r->at || !dgm_units_make(r))
        return dgm_fail_memory(r->stage->error);
    for (uint32_t i = 0; i < n; i++)
        r->at[i] = DGM_NONE;
    int rc = dgm_match_names(r);
    if (rc == DGM_OK)
        rc = dgm_find_shorts(r);
    if (rc == DGM_OK)
        rc = dgm_find_roles(r);
    if (rc == DGM_OK)
        rc = dgm_match_villages(r);
    if (rc == DGM_OK)
        rc = dgm_tell_regions(r);
    if (rc == DGM_OK)
        rc = dgm_find_names(r);
    if (rc == DGM_OK)
        rc = dgm_find_context(r);
    return rc == DGM_OK ? dgm_build(r) : rc;
}

static int run(dgm_stage *stage) {
    dgm_reader r = {.stage = stage, .doc = stage->doc, .know = stage->know};
    return dgm_entity_read(&r);
}

static void dump(const dgm_doc *doc, dgm_buf *out) {
    for (uint32_t i = 0; i < doc->entities.count; i++) {
        const dgm_entity *e = &doc->entities.items[i];
        dgm_buf_printf(out, "%u\t%s\t", i, dgm_entity_type_name(e->type));
        dgm_buf_str(out, e->name);
        dgm_buf_char(out, '\t');
        dgm_buf_str(out, e->code);
        for (unsigned s = 0; s < DGM_SECTOR_COUNT; s++)
            if (e->sectors >> s & 1)
                dgm_buf_printf(out, " %s", dgm_sector_name(s));
        dgm_buf_char(out, '\t');
        dgm_buf_str(out, e->role);
        for (uint32_t m = 0; m < doc->mentions.count; m++)
            if (doc->mentions.items[m].entity == i) {
                dgm_buf_text(out, " [");
                dgm_buf_str(out,
                            dgm_doc_span(doc, (dgm_span){doc->tokens.items[doc->mentions.items[m].first].span.start,
                                                         doc->tokens.items[doc->mentions.items[m].end - 1].span.end}));
                dgm_buf_char(out, ']');
            }
        dgm_buf_char(out, '\n');
    }
}

const dgm_room dgm_room_entity = {.name = "entity", .open = room_open, .run = run, .dump = dump};
