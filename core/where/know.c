/* SPDX-License-Identifier: Apache-2.0 */
/* What the room takes from the lexicon. */
#include <string.h>

#include "where/scene.h"

static const char *const kinds[DGM_PLACE_WORDS] = {"",   "in",   "near",  "on",      "to",   "from",  "against",
                                                   "of", "here", "venue", "mission", "open", "where", "part"};

dgm_place_word dgm_place_word_of(const dgm_where_knowledge *k, const dgm_doc *doc, uint32_t token) {
    dgm_hits hits;
    if (token == DGM_NONE || !dgm_index_find(&k->word_index, doc->tokens.items[token].lemma, &hits))
        return DGM_PLACE_NO_WORD;
    const char *kind = dgm_table_str(&k->words, dgm_hits_at(&hits, 0).row, k->kind);
    for (unsigned i = 1; i < DGM_PLACE_WORDS; i++)
        if (strcmp(kind, kinds[i]) == 0)
            return (dgm_place_word)i;
    return DGM_PLACE_NO_WORD;
}

static bool open_world(const dgm_store *store, dgm_where_knowledge *k) {
    if (dgm_store_table(store, "countries", &k->countries) != DGM_OK ||
        dgm_store_table(store, "places", &k->places) != DGM_OK ||
        dgm_store_table(store, "seats", &k->seats) != DGM_OK ||
        dgm_store_table(store, "place_words", &k->words) != DGM_OK ||
        dgm_table_index(&k->countries, "capital", &k->capitals) != DGM_OK ||
        dgm_table_index(&k->places, "names", &k->place_names) != DGM_OK ||
        dgm_table_index(&k->seats, "names", &k->seat_names) != DGM_OK ||
        dgm_table_index(&k->words, "words", &k->word_index) != DGM_OK)
        return false;
    k->code = dgm_table_column(&k->countries, "code");
    k->name = dgm_table_column(&k->countries, "name");
    k->seat_code = dgm_table_column(&k->seats, "code");
    k->kind = dgm_table_column(&k->words, "kind");
    dgm_codes_make(&k->codes, &k->countries, k->code);
    k->place.country = dgm_table_column(&k->places, "country");
    k->place.admin1 = dgm_table_column(&k->places, "admin1");
    k->place.lat = dgm_table_column(&k->places, "lat");
    k->place.lon = dgm_table_column(&k->places, "lon");
    k->place.geonames = dgm_table_column(&k->places, "geonames");
    return k->code >= 0 && k->name >= 0 && k->seat_code >= 0 && k->kind >= 0 && k->place.country >= 0 &&
           k->place.admin1 >= 0 && k->place.lat >= 0 && k->place.lon >= 0 && k->place.geonames >= 0;
}

static void open_weights(const dgm_store *store, dgm_where_knowledge *k) {
    dgm_table table;
    dgm_index index;
    if (dgm_store_table(store, "scenes", &table) != DGM_OK || dgm_table_index(&table, "name", &index) != DGM_OK)
        return;
    int column = dgm_table_column(&table, "weight");
    if (column < 0)
        return;
    for (unsigned i = 0; i < DGM_SCENES; i++)
        k->scenes[i] = dgm_index_real(&table, &index, column, dgm_scene_name(i));
    for (unsigned type = 1; type < DGM_EVENT_COUNT; type++)
        for (unsigned trait = 0; trait < DGM_SCENE_TRAITS; trait++) {
            char name[64];
            size_t n = strlen(dgm_event_name(type)), m = strlen(dgm_scene_trait(trait));
            memcpy(name, dgm_event_name(type), n);
            name[n] = '.';
            memcpy(name + n + 1, dgm_scene_trait(trait), m + 1);
            k->traits[type][trait] = dgm_index_real(&table, &index, column, name);
        }
    k->fitted = true;
}

int dgm_where_open(const dgm_store *store, dgm_where_knowledge *k, dgm_error *error) {
    (void)error;
    k->known = open_world(store, k);
    open_weights(store, k);
    return DGM_OK;
}
