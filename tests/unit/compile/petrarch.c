/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "compile/petrarch.h"
#include "store/store.h"

typedef struct made {
    char *text;
    size_t n;
    dgm_petrarch_count count;
    dgm_buf said;
} made;

static void collect(void *arg, const char *line) {
    dgm_buf_text(arg, line);
    dgm_buf_char(arg, '\n');
}

static made make(void **state, const char *text) {
    made m = {0};
    dgm_source source = {"a.txt", text, strlen(text), 0};
    dgm_error e = {0};
    dgm_buf_init(&m.said, 1 << 16);
    assert_int_equal(dgm_petrarch(&source, 1, *state, &m.count, collect, &m.said, &m.text, &m.n, &e), DGM_OK);
    return m;
}

static void done(made *m) {
    free(m->text);
    dgm_buf_done(&m->said);
}

/* Each dictionary, and what must stand in the lexicon text; NULL: nothing of it. */
static void writes_the_lexicon(void **state) {
    static const struct {
        const char *dictionary, *row;
    } cases[] = {
        {"HARBOUR_FRONT_ [ESTREB]\n", "Harbour Front | Harbour Front | organization | EST | REB # a.txt:1\n"},
        {"HARBOUR_FRONT_\n+H.F.\n\t[ESTREB]\n", "Harbour Front | H.F. | organization | EST | REB # a.txt:2\n"},
        {"QXV [KSVREB]\n", "Qxv | Qxv; QXV | organization | XKX | REB # a.txt:1\n"},
        {"QXV [ROMREB]\n",
         "Qxv | Qxv; QXV | organization | ROU | REB # a.txt:1\n"}, /* GDELT's letters, ISO's until 2002 */
        {"QXV [GZSREB]\n", "Qxv | Qxv; QXV | organization | PSE | REB # a.txt:1\n"},
        {"QXV [IMNBUS]\n", "Qxv | Qxv; QXV | organization | IMN | BUS # a.txt:1\n"},
        {"QXV [MNCUSAMED]\n", "Qxv | Qxv; QXV | organization | USA | BUS;JRN # a.txt:1\n"},
        {"QXV [MNC]\n", "Qxv | Qxv; QXV | organization |  | BUS # a.txt:1\n"},
        {"QXV [IMGMUS]\n", "Qxv | Qxv; QXV | organization |  | REB # a.txt:1\n"},
        {"QXV [IRNREL]\n", "Qxv | Qxv; QXV | organization | IRN | REL # a.txt:1\n"},
        {"QARB_THING [IGOUNO]\n", "Qarb Thing | Qarb Thing | organization | UN | IGO # a.txt:1\n"},
        {"QARB_CITY [LVA]\n", "Qarb City | LVA # a.txt:1\n"},
        /* two digits turn at 30 */
        {"MARI_QARB [ESTGOV 301231-310101]\n", NULL},
        {"MARI_QARB [ESTGOV 310101-301231]\n", "Mari Qarb | EST | | GOV | 1931-01-01 | 2030-12-30 # a.txt:1\n"},
        /* the last day of a range is out of it; what is before and after belongs to the next code */
        {"MARI_QARB\n[ESTGOV 050101-100101]\n[ESTOPP >090101]\n",
         "Mari Qarb | EST | | GOV | 2005-01-01 | 2009-12-31 # a.txt:2\n"},
        {"MARI_QARB\n[ESTGOV 050101-100101]\n[ESTOPP >090101]\n",
         "Mari Qarb | EST | | OPP | 2010-01-01 |  # a.txt:3\n"},
        {"MARI_QARB\n[ESTOPP <19900101]\n", "Mari Qarb | EST | | OPP | 0001-01-01 | 1989-12-31 # a.txt:2\n"},
        /* what stands first counts, a second entry goes on */
        {"A_QARB [ESTREB]\nA_QARB [LVAREB]\n", "A Qarb | A Qarb | organization | EST | REB # a.txt:1\n"},
        {"A_QARB [ESTGOV <900101]\nA_QARB [ESTOPP]\n", "A Qarb | EST | | OPP | 1990-01-01 |  # a.txt:2\n"},
        {"A_QARB [--- <900101] [ESTOPP]\n", "A Qarb | EST | | OPP | 1990-01-01 |  # a.txt:1\n"},
        {"QARB_KEEPER [~MIL]\n", "qarb keepers | MIL | group # a.txt:1\n"},
        {"QARB_SENTRY [~MIL]\n", "qarb sentries | MIL | group # a.txt:1\n"},
        {"QARB_OX {QARB_OXEN} [~MIL]\n", "qarb oxen | MIL | group # a.txt:1\n"},
        {"!P! = MAN, MEN\nQARB!P! [NGO~]\n", "qarbmen | NGO | group # a.txt:2\n"},
        {"QARB_LOT {} [~MIL]\n", "@table roles\n@columns names sectors kind\n@index names\n@distinct names\n\n"
                                 "qarb lot | MIL | group # a.txt:1\n"},
        {"A|B_QARB#C [ESTREB]\n", NULL}, /* a comment begins at #: no code is left */
        {"A|B_QARB [ESTREB]\n", "A\\|B Qarb | A\\|B Qarb | organization"},
        {"K\xf6NIG_QARB [DEUREB]\n", "K\xc3\xb6nig Qarb | "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        made m = make(state, cases[i].dictionary);
        if (cases[i].row ? !strstr(m.text, cases[i].row) : strstr(m.text, "@table") != NULL)
            fail_msg("%s\ngave\n%s", cases[i].dictionary, m.text);
        done(&m);
    }
}

static void says_what_it_does_not_take(void **state) {
    static const struct {
        const char *dictionary, *said;
        uint32_t taken, changed, refused;
    } cases[] = {
        {"QARB [ESTREB]\n# comment\n\n; another\n<!-- and this -->\n", "", 1, 0, 0},
        {"QARB [FRAGOV 990101-980101]\n", "a.txt:1: refused: the range ends on or before the day it begins", 0, 0, 1},
        {"QARB [FRAGOV 990101-990101]\n", "a.txt:1: refused: the range ends", 0, 0, 1},
        {"QARB [FRAGOV 9901011-20000102]\n", "a.txt:1: changed: '9901011' has 7 digits, and is read as 1999-01-01", 0,
         1, 0},
        {"QARB [FRAGOV >199901011]\n", "a.txt:1: changed: '199901011' has 9 digits, and is read as 1999-01-01", 0, 1,
         0},
        {"QARB [FRAGOV > 990101]\n", "a.txt:1: changed: blanks inside the days", 0, 1, 0},
        {"QARB [FRAGOV >990230]\n", "a.txt:1: refused: '990230' is no day", 0, 0, 1},
        {"QARB [FRAGOV >9901]\n", "a.txt:1: refused: '9901' is no day", 0, 0, 1},
        {"QARB [FRAGOV 990101]\n", "a.txt:1: refused: a day needs < or >", 0, 0, 1},
        {"QARB [ZZZGOV]\n", "a.txt:1: refused: ZZZ is no state", 0, 0, 1},
        {"QARB [FRAGOVXYZ]\n", "a.txt:1: changed: XYZ of the code is left out", 0, 1, 0},
        {"QARB\n", "a.txt:1: refused: the name has no code", 0, 0, 1},
        {"+QARB\n[FRAGOV]\n", "a.txt:2: refused: the code has no name above it", 0, 0, 2},
        {"QARB [FRAREB]\nQARB [DEUREB]\n", "a.txt:2: refused: the name stands above already, and the first counts", 1,
         0, 1},
        {"QARB\n[FRAREB]\n[DEUREB]\n", "a.txt:3: refused: a code above it has all its days", 2, 0, 1},
        {"QARB [FRA <900101]\n", "a.txt:1: refused: a country by date", 0, 0, 1},
        {"QARB [---]\n", "a.txt:1: refused: the code [---] stands for nobody", 0, 0, 1},
        {"NATO [FRAMIL]\n", "a.txt:1: refused: the lexicon has the name otherwise (world/organisations.txt:", 0, 0, 1},
        {"QARB!P! [~GOV]\n", "a.txt:1: refused: there is no such set", 0, 0, 1},
        {"QARB [~GOV]\nQARB {} [~MIL]\n", "a.txt:2: changed: 'qarb' stands above already", 1, 1, 0},
        {"--- SAY [010] ---\n", "a.txt:1: refused: a line of a dictionary of verbs", 0, 0, 1},
        {"QARB\x01 [FRAGOV]\n", "a.txt:1: refused: there is a control character", 0, 0, 1},
        {"... [FRAGOV]\n", "a.txt:1: refused: the name has no letter or digit", 0, 0, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        made m = make(state, cases[i].dictionary);
        const char *said = m.said.p ? m.said.p : "";
        if (!strstr(said, cases[i].said) || m.count.taken != cases[i].taken || m.count.changed != cases[i].changed ||
            m.count.refused != cases[i].refused)
            fail_msg("%s\ngave %u taken, %u changed, %u refused:\n%s", cases[i].dictionary, m.count.taken,
                     m.count.changed, m.count.refused, said);
        done(&m);
    }
}

static void knows_what_the_lexicon_has(void **state) {
    made m = make(state, "FRENCH_ [FRA]\nPOLICE {} [~COP]\nNATO [IGONAT]\n");
    assert_null(strstr(m.text, "French"));
    assert_int_equal(m.count.known, 3);
    done(&m);
}

static void needs_the_tables_of_codes(void **state) {
    (void)state;
    dgm_source lexicon = {"a.txt", "@table a\n@columns x\ny\n", 24, 0}, source = {"b.txt", "X [FRA]\n", 8, 0};
    void *image;
    char *text;
    size_t n;
    dgm_error e = {0};
    dgm_store *store;
    dgm_petrarch_count count;
    lexicon.n = strlen(lexicon.p);
    assert_int_equal(dgm_compile_memory(&lexicon, 1, &image, &n, NULL, NULL, &e), DGM_OK);
    assert_int_equal(dgm_store_open_memory(image, n, &store, &e), DGM_OK);
    assert_int_equal(dgm_petrarch(&source, 1, store, &count, NULL, NULL, &text, &n, &e), DGM_BAD_MODEL);
    dgm_store_close(store);
    free(image);
}

static int open_model(void **state) {
    dgm_error e = {0};
    return dgm_store_open(DGM_TEST_MODEL, (dgm_store **)state, &e);
}

static int close_model(void **state) {
    dgm_store_close(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_the_lexicon),
        cmocka_unit_test(says_what_it_does_not_take),
        cmocka_unit_test(knows_what_the_lexicon_has),
        cmocka_unit_test(needs_the_tables_of_codes),
    };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
