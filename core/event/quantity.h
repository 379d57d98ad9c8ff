/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers and sums of money as the text writes them: "12", "1,200", "two hundred and fifty thousand", "half a million", "$1.5bn". */
#ifndef DGM_EVENT_QUANTITY_H
#define DGM_EVENT_QUANTITY_H

#include "doc/doc.h"
#include "store/store.h"

typedef struct dgm_quantity_knowledge { /* the tables of words/numbers.txt and words/currencies.txt */
    bool known;
    dgm_table numbers, names, signs;
    dgm_index number_words, currency_names;
    int value, kind, name_code, sign, before, sign_code;
} dgm_quantity_knowledge;

/* What the lexicon has of numbers; without those tables no number is ever found. */
void dgm_quantity_open(const dgm_store *store, dgm_quantity_knowledge *k);

/* How many the noun phrase at `noun` says there are, its conjuncts left out; a number alone counts as one. -1: it does not say, or
 * only a bound from above ("fewer than 10", "dozens"). A range gives its lower end. At most 10^9. */
int64_t dgm_count(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t noun);

/* "a policeman" is one, "a crowd" is not. */
bool dgm_is_one(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t noun);

/* The sum of money whose sign or currency stands at `token`; false: there is none, nobody can say
 * which currency, or it is more than 10^15. `code`: ISO 4217. */
bool dgm_money(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t token, double *value, char code[4]);

#endif
