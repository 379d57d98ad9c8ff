/* SPDX-License-Identifier: Apache-2.0 */
#include "entity/actor.h"

int dgm_actor_find(const void *know, dgm_str phrase, dgm_date date, dgm_str country, dgm_arena *scratch, dgm_buf *json,
                   dgm_error *error) {
    (void)know, (void)phrase, (void)date, (void)country, (void)scratch;
    dgm_buf_text(json, "{\"name\":null,\"code\":null,\"country\":null,\"sectors\":[],\"wikidata\":null,\"entry\":null,"
                       "\"file\":null,\"line\":null,\"confidence\":0}");
    return json->failed ? dgm_fail_memory(error) : DGM_OK;
}
