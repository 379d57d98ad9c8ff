/* SPDX-License-Identifier: Apache-2.0 */
/* What a body is on the article's day: not there yet, something else than today, gone (table `eras`). */
#include "entity/entity.h"

#define ERAS_MAX 16u /* of one name */

int32_t dgm_article_day(const dgm_doc *doc) {
    dgm_date d = doc->clean.published;
    return d.year * 10000 + d.month * 100 + d.day;
}

dgm_era dgm_era_of(const dgm_reader *r, uint32_t first, uint32_t end) {
    const dgm_entity_knowledge *k = r->know;
    int32_t today = dgm_article_day(r->doc);
    dgm_era era = {.state = DGM_ERA_UNKNOWN};
    dgm_hits hits;
    if (!k->eras_known || !today ||
        !dgm_index_find(&k->era_names, dgm_doc_span(r->doc, dgm_tree_span(r->doc, first, end)), &hits))
        return era;
    for (uint32_t i = 0; i < hits.count && i < ERAS_MAX; i++) {
        uint32_t row = dgm_hits_at(&hits, i).row;
        int64_t from = dgm_table_int(&k->eras, row, k->era.from), to = dgm_table_int(&k->eras, row, k->era.to);
        if (from <= today && (to == 0 || today <= to))
            return (dgm_era){DGM_ERA_RUNS, dgm_str_of(dgm_table_str(&k->eras, row, k->era.code)),
                             dgm_str_of(dgm_table_str(&k->eras, row, k->era.sectors))};
        if (from <= today)
            era.state = DGM_ERA_OVER;
        else if (era.state == DGM_ERA_UNKNOWN)
            era.state = DGM_ERA_TO_COME;
    }
    return era;
}

dgm_body dgm_body_of(const dgm_reader *r, const dgm_found *f) {
    const dgm_entity_knowledge *k = r->know;
    dgm_era era = dgm_era_of(r, f->first, f->end);
    dgm_str sectors = era.sectors;
    bool ok;
    if (!sectors.n)
        sectors = dgm_str_of(dgm_table_str(&k->organisations, f->row, k->organisation.sectors));
    return (dgm_body){.code = era.code.n ? era.code
                                         : dgm_str_of(dgm_table_str(&k->organisations, f->row, k->organisation.code)),
                      .sectors = dgm_sectors_of(sectors.p, &ok),
                      .gone = era.state == DGM_ERA_OVER};
}
