/* SPDX-License-Identifier: Apache-2.0 */
#include "entity/homeland.h"

/* False: a table or index is missing. */
static bool open_tables(const dgm_store *store, dgm_entity_knowledge *k) {
    const struct {
        const char *table, *column;
        dgm_table *t;
        dgm_index *i;
    } wanted[] = {{"countries", "names", &k->countries, &k->country_names},
                  {"countries", "adjectives", &k->countries, &k->adjectives},
                  {"countries", "capital", &k->countries, &k->capitals},
                  {"seats", "names", &k->seats, &k->seat_names},
                  {"organisations", "names", &k->organisations, &k->organisation_names},
                  {"roles", "names", &k->roles, &k->role_names},
                  {"holders", "name", &k->holders, &k->holder_names},
                  {"places", "names", &k->places, &k->place_names},
                  {"regions", "name", &k->regions, &k->region_names},
                  {"forenames", "name", &k->forenames, &k->forename_names},
                  {"titles", "names", &k->titles, &k->title_names},
                  {"ties", "words", &k->ties, &k->tie_words},
                  {"bodies", "names", &k->bodies, &k->body_names},
                  {"sites", "names", &k->sites, &k->site_names},
                  {"shorts", "words", &k->shorts, &k->short_words},
                  {"surnames", "surname", &k->surnames, &k->surname_words},
                  {"particles", "words", &k->particles, &k->particle_words},
                  {"place_words", "words", &k->placing, &k->place_words},
                  {"shared_words", "words", &k->shared, &k->shared_words}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (dgm_store_table(store, wanted[i].table, wanted[i].t) != DGM_OK ||
            dgm_table_index(wanted[i].t, wanted[i].column, wanted[i].i) != DGM_OK)
            return false;
    return true;
}

static bool open_columns(dgm_entity_knowledge *k) {
    const struct {
        const dgm_table *t;
        const char *column;
        int *at;
    } columns[] = {{&k->countries, "code", &k->country.code},
                   {&k->countries, "name", &k->country.name},
                   {&k->countries, "capital", &k->country.capital},
                   {&k->countries, "sectors", &k->country.sectors},
                   {&k->organisations, "name", &k->organisation.name},
                   {&k->organisations, "type", &k->organisation.type},
                   {&k->organisations, "code", &k->organisation.code},
                   {&k->organisations, "sectors", &k->organisation.sectors},
                   {&k->organisations, "wikidata", &k->organisation.wikidata},
                   {&k->roles, "sectors", &k->role.sectors},
                   {&k->roles, "kind", &k->role.kind},
                   {&k->holders, "name", &k->holder.name},
                   {&k->holders, "country", &k->holder.country},
                   {&k->holders, "office", &k->holder.office},
                   {&k->holders, "sectors", &k->holder.sectors},
                   {&k->holders, "from", &k->holder.from},
                   {&k->holders, "to", &k->holder.to},
                   {&k->holders, "believed", &k->holder.believed},
                   {&k->holders, "wikidata", &k->holder.wikidata},
                   {&k->places, "name", &k->place.name},
                   {&k->places, "country", &k->place.country},
                   {&k->places, "admin1", &k->place.admin1},
                   {&k->places, "lat", &k->place.lat},
                   {&k->places, "lon", &k->place.lon},
                   {&k->places, "population", &k->place.population},
                   {&k->places, "geonames", &k->place.geonames},
                   {&k->seats, "code", &k->seat_code},
                   {&k->regions, "name", &k->region_name},
                   {&k->regions, "country", &k->region_country},
                   {&k->regions, "people", &k->region_people},
                   {&k->forenames, "gender", &k->gender},
                   {&k->titles, "kind", &k->title_kind},
                   {&k->ties, "kind", &k->tie_kind},
                   {&k->bodies, "sectors", &k->body_sectors},
                   {&k->sites, "type", &k->site_type},
                   {&k->sites, "sure", &k->site_sure},
                   {&k->placing, "kind", &k->place_kind},
                   {&k->shorts, "organisation", &k->shortened.organisation},
                   {&k->shorts, "country", &k->shortened.country},
                   {&k->shorts, "needs", &k->shortened.needs},
                   {&k->surnames, "name", &k->surname.name},
                   {&k->surnames, "country", &k->surname.country},
                   {&k->surnames, "title", &k->surname.title},
                   {&k->surnames, "from", &k->surname.from},
                   {&k->surnames, "to", &k->surname.to},
                   {&k->surnames, "head", &k->surname.head},
                   {&k->surnames, "rare", &k->surname.rare}};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if ((*columns[i].at = dgm_table_column(columns[i].t, columns[i].column)) < 0)
            return false;
    return true;
}

static void open_eras(const dgm_store *store, dgm_entity_knowledge *k) {
    k->eras_known = dgm_store_table(store, "eras", &k->eras) == DGM_OK &&
                    dgm_table_index(&k->eras, "names", &k->era_names) == DGM_OK;
    if (!k->eras_known)
        return;
    k->era.from = dgm_table_column(&k->eras, "from");
    k->era.to = dgm_table_column(&k->eras, "to");
    k->era.code = dgm_table_column(&k->eras, "code");
    k->era.sectors = dgm_table_column(&k->eras, "sectors");
    k->eras_known = k->era.from >= 0 && k->era.to >= 0 && k->era.code >= 0 && k->era.sectors >= 0;
}

int dgm_entity_open(const dgm_store *store, dgm_entity_knowledge *k, dgm_error *error) {
    const void *p;
    size_t n;
    k->trained = dgm_store_blob(store, "names.net", &p, &n) == DGM_OK;
    int rc = k->trained ? dgm_name_net_open(p, n, "names.net", &k->net, error) : DGM_OK;
    if (rc != DGM_OK)
        return rc;
    if (!open_tables(store, k) || !open_columns(k)) /* a model that knows no world finds nobody */
        return DGM_OK;
    dgm_codes_make(&k->country_codes, &k->countries, k->country.code);
    k->offices_known = dgm_store_table(store, "offices", &k->offices) == DGM_OK &&
                       dgm_table_index(&k->offices, "said", &k->office_words) == DGM_OK &&
                       dgm_table_index(&k->holders, "seat", &k->seat_holders) == DGM_OK;
    k->holder.seat = dgm_table_column(&k->holders, "seat");
    k->office_name = k->offices_known ? dgm_table_column(&k->offices, "office") : -1;
    k->offices_known = k->offices_known && k->office_name >= 0;
    k->calendar = dgm_store_table(store, "months", &k->months) == DGM_OK &&
                  dgm_table_index(&k->months, "names", &k->month_names) == DGM_OK &&
                  dgm_store_table(store, "weekdays", &k->weekdays) == DGM_OK &&
                  dgm_table_index(&k->weekdays, "names", &k->weekday_names) == DGM_OK;
    open_eras(store, k);
    k->nicknames_known = dgm_store_table(store, "nicknames", &k->nicknames) == DGM_OK &&
                         dgm_table_index(&k->nicknames, "full", &k->nickname_words) == DGM_OK &&
                         (k->nickname_short = dgm_table_column(&k->nicknames, "short")) >= 0;
    k->currencies_known = dgm_store_table(store, "currency_names", &k->currencies) == DGM_OK &&
                          dgm_table_index(&k->currencies, "names", &k->currency_words) == DGM_OK &&
                          dgm_store_table(store, "currency_signs", &k->currency_signs) == DGM_OK &&
                          (k->currency_sign = dgm_table_column(&k->currency_signs, "sign")) >= 0;
    k->suffixes_known = dgm_store_table(store, "name_suffixes", &k->suffixes) == DGM_OK &&
                        dgm_table_index(&k->suffixes, "words", &k->suffix_words) == DGM_OK;
    k->pronouns_known = dgm_store_table(store, "anaphora", &k->pronouns) == DGM_OK &&
                        dgm_table_index(&k->pronouns, "words", &k->pronoun_words) == DGM_OK &&
                        (k->pronoun_meaning = dgm_table_column(&k->pronouns, "meaning")) >= 0;
    dgm_homes_open(store, k);
    dgm_kinds_open(store, &k->kinds);
    k->known = true;
    return DGM_OK;
}

bool dgm_is_code(const dgm_entity_knowledge *k, dgm_str code) {
    return dgm_codes_row(&k->country_codes, code) != DGM_NONE;
}

dgm_entity_type dgm_site_type(const dgm_entity_knowledge *k, uint32_t row) {
    dgm_str type = dgm_str_of(dgm_table_str(&k->sites, row, k->site_type));
    for (unsigned i = 0; i < DGM_ENTITY_TYPE_COUNT; i++)
        if (dgm_str_is(type, dgm_entity_type_name(i)))
            return (dgm_entity_type)i;
    return DGM_ENTITY_OTHER;
}
