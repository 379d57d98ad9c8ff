/* SPDX-License-Identifier: Apache-2.0 */
/* The clean room: single habits of pages, pages from html, what was given against what is found, and pages of malice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "clean/page.h"

typedef struct bench {
    dgm_store *store;
    const void *know;
    dgm_arena *knowledge, *article, *scratch;
    dgm_doc doc;
    dgm_error error;
} bench;

static int setup(void **state) {
    bench *b = calloc(1, sizeof *b);
    b->knowledge = dgm_arena_new(1 << 24), b->article = dgm_arena_new(1u << 28), b->scratch = dgm_arena_new(1u << 28);
    *state = b;
    if (dgm_store_open(DGM_TEST_MODEL, &b->store, &b->error) != DGM_OK)
        return -1;
    return dgm_room_clean.open(b->store, b->knowledge, &b->know, &b->error);
}

static int teardown(void **state) {
    bench *b = *state;
    dgm_arena_free(b->knowledge), dgm_arena_free(b->article), dgm_arena_free(b->scratch);
    dgm_store_close(b->store);
    free(b);
    return 0;
}

static int run(bench *b, uint64_t budget) {
    static const dgm_options options;
    atomic_int cancel = 0;
    dgm_budget work = {budget, &cancel};
    memset(&b->error, 0, sizeof b->error);
    dgm_arena_reset(b->scratch, 1 << 20);
    dgm_stage stage = {.doc = &b->doc,
                       .know = b->know,
                       .scratch = b->scratch,
                       .budget = &work,
                       .options = &options,
                       .error = &b->error};
    return dgm_room_clean.run(&stage);
}

/* Lays a page on the bench; what is given besides is set before `clean`. */
static void page(bench *b, const char *text, size_t n) {
    dgm_arena_reset(b->article, 1 << 20);
    b->doc = (dgm_doc){.arena = b->article, .text = {text, (uint32_t)n}};
}

static void clean(bench *b, const char *text) {
    page(b, text, strlen(text));
    assert_int_equal(run(b, 1u << 30), DGM_OK);
}

static void is(dgm_str got, const char *wanted) {
    char copy[1024];
    assert_true(got.n < sizeof copy);
    memcpy(copy, got.p ? got.p : "", got.n);
    copy[got.n] = '\0';
    assert_string_equal(copy, wanted);
}

/* Spans lie in the text, in order, without overlap, on borders of code points. */
static void check_spans(const bench *b) {
    uint32_t last = 0;
    dgm_str t = b->doc.text;
    for (uint32_t i = 0; i < b->doc.clean.body.count; i++) {
        dgm_span s = b->doc.clean.body.items[i];
        assert_true(s.start >= last && s.start < s.end && s.end <= t.n);
        assert_true(((unsigned char)t.p[s.start] & 0xC0) != 0x80);
        assert_true(s.end == t.n || ((unsigned char)t.p[s.end] & 0xC0) != 0x80);
        last = s.end;
    }
    dgm_span spans[] = {b->doc.clean.headline, b->doc.clean.dateline.span};
    for (size_t i = 0; i < 2; i++)
        assert_true(spans[i].start <= spans[i].end && spans[i].end <= t.n);
}

static void body_is(const bench *b, const char *first, const char *last, uint32_t paragraphs) {
    const dgm_spans *body = &b->doc.clean.body;
    check_spans(b);
    assert_int_equal(body->count, paragraphs);
    is(dgm_doc_span(&b->doc, body->items[0]), first);
    is(dgm_doc_span(&b->doc, body->items[paragraphs - 1]), last);
}

#define ONE "The foreign ministers of Ruritania and Graustark met in Strelsau on Monday to discuss the fishing dispute."
#define TWO "They agreed to send both navies home and to meet again before the end of the month, a spokesman said."
#define THREE "Neither side has said who will pay for the boats that were sunk in the spring of last year."
#define HEAD "Ministers meet in Strelsau over fishing dispute"

static void datelines(void **state) {
    bench *b = *state;
    static const struct {
        const char *front, *place, *agency;
        int month, day;
    } cases[] = {{"STRELSAU, March 3, 2025 (Reuters) - ", "STRELSAU", "Reuters", 3, 3},
                 {"STRELSAU, March 3 (AFP) \u2014 ", "STRELSAU", "AFP", 3, 3},
                 {"STRELSAU/ZENDA, 3 March 2025 - ", "STRELSAU", "", 3, 3},
                 {"PORT OSRA, Ruritania (AP) \u2013 ", "PORT OSRA", "AP", 0, 0},
                 {"STRELSAU, March 3. /TASS/. ", "STRELSAU", "TASS", 3, 3},
                 {"STRELSAU, Ruritania (March 3, 2025) \u2014 ", "STRELSAU", "", 3, 3},
                 {"STRELSAU \u2014 ", "STRELSAU", "", 0, 0},
                 {"STRELSAU: ", "STRELSAU", "", 0, 0},
                 {"Strelsau: ", "Strelsau", "", 0, 0},
                 {"Strelsau, Mar 3 ", "Strelsau", "", 3, 3},
                 {"Strelsau, Ruritania - ", "Strelsau", "", 0, 0},
                 {"Strelsau, March 3, TASS - ", "Strelsau", "TASS", 3, 3},
                 {"Strelsau, March 3 (AFP) ", "Strelsau", "AFP", 3, 3},
                 {"PORT OSRA-- ", "PORT OSRA", "", 0, 0},
                 {"THE HAGUE, Netherlands -- ", "THE HAGUE", "", 0, 0},
                 {"(Reuters) - ", "", "Reuters", 0, 0},
                 {"", "", "", 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1024];
        snprintf(text, sizeof text, "%s\n\n%s%s\n\n%s\n", HEAD, cases[i].front, ONE, TWO);
        clean(b, text);
        is(b->doc.clean.dateline.place, cases[i].place);
        is(b->doc.clean.agency, cases[i].agency);
        assert_int_equal(b->doc.clean.dateline.date.month, cases[i].month);
        assert_int_equal(b->doc.clean.dateline.date.day, cases[i].day);
        is(b->doc.clean.headline_text, HEAD);
        body_is(b, ONE, TWO, 2);
    }
}

static void a_short_first_line_is_the_articles(void **state) {
    bench *b = *state;
    clean(b, HEAD "\n\nBy Ida Kerel\n14 August 2023\n\nIt is over.\n\n" ONE "\n\n" TWO "\n");
    body_is(b, "It is over.", TWO, 3);
    is(b->doc.clean.headline_text, HEAD);
    clean(b, HEAD "\n\nPhoto by Ida Kerel.\n\n" ONE "\n\n" TWO "\n");
    body_is(b, ONE, TWO, 2);
    clean(b, "It is over.\n\n" ONE "\n\n" TWO "\n");
    body_is(b, "It is over.", TWO, 3);
    clean(b, "Three people die in a raid on a village near Tyre.\n" ONE "\n" TWO "\n");
    body_is(b, "Three people die in a raid on a village near Tyre.", TWO, 3);
}

static void outlets(void **state) {
    bench *b = *state;
    static const struct {
        const char *above, *below, *outlet;
    } cases[] = {{"The Zenda Herald\n", "", "The Zenda Herald"},
                 {"HERALD ARCHIVE \u00BB The Zenda Herald \u00BB Friday, 17 September 1999\n", "", "The Zenda Herald"},
                 {"Zenda Dan | Strelsau | Osra | Chronicle | Sport\n", "", "Zenda Dan"},
                 {"The Copper Kettle\n", "", "The Copper Kettle"},
                 {"", "Ruritania Calling Staff\n", "Ruritania Calling"},
                 {"", "\u00A9 2025 Osra Monitor. All rights reserved.\n", "Osra Monitor"},
                 {"WORLD BRIEFS\n", "", ""},
                 {"Home | World | News | Sport\n", "", ""},
                 {"", "", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1024];
        snprintf(text, sizeof text, "%s\n" HEAD "\n\n" ONE "\n\n" TWO "\n\n" THREE "\n\n%s", cases[i].above,
                 cases[i].below);
        clean(b, text);
        is(b->doc.clean.source, cases[i].outlet);
        is(b->doc.clean.headline_text, HEAD);
    }
}

/* The line breaks of a page are gone: what stood on lines of its own is found all the same. */
static void flat_pages(void **state) {
    bench *b = *state;
    static const char *const heads[] = {HEAD " By Ida Kerel 14 August 2023 ",
                                        HEAD " Published: 14 August 2023 09:40 GMT ",
                                        HEAD " " HEAD " Updated: August 14, 2023 15:05 IST ",
                                        HEAD " 2 min read Monday, 14 August 2023 Share this article ",
                                        HEAD " 14 August 2023 Photo: Osra Agency ",
                                        HEAD " 14 August 2023 (Photo by Ida Kerel) ",
                                        HEAD " Published on August 14, 2023 STRELSAU \u2014 ",
                                        HEAD " By Ida Kerel STRELSAU, August 14, 2023 (Reuters) - "};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        char text[2048], day[11];
        snprintf(text, sizeof text,
                 "%s" ONE " " TWO " " THREE " " TWO "x " ONE "x Related stories Old news of the week", heads[i]);
        clean(b, text);
        check_spans(b);
        dgm_date_print(b->doc.clean.published, day);
        assert_string_equal(day, "2023-08-14");
        is(b->doc.clean.headline_text, HEAD);
        dgm_str body = dgm_doc_span(&b->doc, b->doc.clean.body.items[0]);
        assert_memory_equal(body.p, ONE, strlen(ONE));
    }
}

static void words_before_a_dash_that_are_no_place(void **state) {
    bench *b = *state;
    static const char *const fronts[] = {"FILE - ", "WATCH: ", "UPDATE - ",
                                         "DEPUTY SPOKESPERSON: ", "BOMBSHELL FROM STRELSAU \u2014 "};
    for (size_t i = 0; i < sizeof fronts / sizeof fronts[0]; i++) {
        char text[1024];
        snprintf(text, sizeof text, "%s\n\n%s\n\n%s%s\n\n%s\n", HEAD, TWO, fronts[i], ONE, THREE);
        clean(b, text);
        assert_int_equal(b->doc.clean.dateline.place.n, 0);
    }
}

static void publication_dates(void **state) {
    bench *b = *state;
    static const struct {
        const char *line, *day;
    } cases[] = {{"Published October 22,2025", "2025-10-22"},
                 {"Published: Oct 22, 2025 06:14am", "2025-10-22"},
                 {"Updated: November 3, 2024 15:05 IST", "2024-11-03"},
                 {"2013-02-06 18:49", "2013-02-06"},
                 {"18 Mar 2025", "2025-03-18"},
                 {"Wednesday, 4th of June 2018 15:42 BST", "2018-06-04"},
                 {"22.10.2025 - 21:15", "2025-10-22"},
                 {"18. 4. 2021, 19:42", "2021-04-18"},
                 {"10/22/2025", "2025-10-22"},
                 {"Published on 23/02/2024 - 17:56 \u2022 Updated 24/02/2024 - 08:11", "2024-02-23"},
                 {"Updated 24/02/2024 - 08:11 | Published 23/02/2024", "2024-02-23"},
                 {"2nd October 2024, 01:05 GMT+10", "2024-10-02"},
                 {"Published on 32/13/2024", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1024], day[11];
        snprintf(text, sizeof text, "%s\n%s\n\n%s\n\n%s\n", HEAD, cases[i].line, ONE, TWO);
        clean(b, text);
        dgm_date_print(b->doc.clean.published, day);
        assert_string_equal(day, cases[i].day);
        assert_int_equal(b->doc.clean.published_from, cases[i].day[0] ? DGM_FROM_TEXT : DGM_FROM_NOWHERE);
    }
}

static void days_of_others_are_not_the_publication(void **state) {
    bench *b = *state;
    char day[11];
    clean(b, "Today is Monday 2 February 2026\n" HEAD "\n14.08.2023 19:40\n\n" ONE "\n\n" TWO
             "\n\nRelated stories\nOld news of 3 May 2025\n");
    dgm_date_print(b->doc.clean.published, day);
    assert_string_equal(day, "2023-08-14");
    clean(b, HEAD "\n\nThe ministers at the bridge, 7 June 2019. (Photo by I. Kerel)\n\n" ONE "\n\n" TWO "\n");
    assert_int_equal(b->doc.clean.published.year, 0);
}

static void what_is_given_wins(void **state) {
    bench *b = *state;
    const char *text = "The Zenda Herald\n" HEAD "\nPublished 22 October 2025\n\n" ONE "\n\n" TWO "\n";
    page(b, text, strlen(text));
    b->doc.input.title = DGM_STR("Another headline");
    b->doc.input.source = DGM_STR("Wire Ltd");
    b->doc.input.published = (dgm_date){2025, 10, 25};
    assert_int_equal(run(b, 1u << 30), DGM_OK);
    is(b->doc.clean.headline_text, "Another headline");
    is(dgm_doc_span(&b->doc, b->doc.clean.headline), HEAD);
    is(b->doc.clean.source, "Wire Ltd");
    assert_int_equal(b->doc.clean.published.day, 25);
    assert_int_equal(b->doc.clean.published_from, DGM_FROM_INPUT);
    assert_int_equal(b->doc.warnings.count, 2); /* headline and day differ */
}

static void the_address_tells_day_and_outlet(void **state) {
    bench *b = *state;
    const char *text = HEAD "\n\n" ONE "\n\n" TWO "\n";
    page(b, text, strlen(text));
    b->doc.input.url = DGM_STR("https://www.dailysabah.com/politics/2024/05/07/ministers-meet");
    assert_int_equal(run(b, 1u << 30), DGM_OK);
    assert_int_equal(b->doc.clean.published_from, DGM_FROM_URL);
    assert_int_equal(b->doc.clean.published.day, 7);
    is(b->doc.clean.source, "Daily Sabah");
}

static void one_line_without_its_stop(void **state) {
    bench *b = *state;
    clean(b, "The ministers of Ruritania met the envoy of Strelsau");
    assert_int_equal(b->doc.clean.body.count, 1);
    clean(b, "Read more");
    assert_int_equal(b->doc.clean.body.count, 0);
}

static void languages(void **state) {
    bench *b = *state;
    clean(b, "Rwanda accused Burundi of sheltering fugitives.");
    is(b->doc.clean.language, "en");
    clean(b, HEAD "\n\n" ONE "\n\n" TWO "\n");
    is(b->doc.clean.language, "en");
    assert_true(b->doc.clean.readable);
    clean(b, "Les ministres des affaires \u00e9trang\u00e8res se sont r\u00e9unis lundi dans la capitale pour discuter "
             "du diff\u00e9rend sur la "
             "p\u00eache. Ils sont convenus de se revoir avant la fin du mois, a d\u00e9clar\u00e9 un porte-parole du "
             "gouvernement.");
    is(b->doc.clean.language, "fr");
    assert_false(b->doc.clean.readable);
}

/* Of longer texts samples are tried first. */
static void languages_of_longer_texts(void **state) {
    static const char french[] = "Les ministres des affaires \u00e9trang\u00e8res se sont r\u00e9unis lundi dans la "
                                 "capitale pour discuter du diff\u00e9rend sur la p\u00eache, sans r\u00e9sultat.\n\n";
    bench *b = *state;
    char text[6000];
    for (int kind = 0; kind < 3; kind++) { /* English, French, French but for its beginning */
        size_t n = 0;
        for (int i = 0; n < 4000; i++) {
            const char *more = kind == 0 || (kind == 2 && i == 0) ? ONE "\n\n" TWO "\n\n" : french;
            memcpy(text + n, more, strlen(more) + 1);
            n += strlen(more);
        }
        clean(b, text);
        is(b->doc.clean.language, kind == 0 ? "en" : "fr");
    }
}

static void html(bench *b, const char *text) {
    page(b, NULL, 0);
    b->doc.input.html = dgm_str_of(text);
    b->doc.text_from_html = true;
}

static void pages_in_html(void **state) {
    bench *b = *state;
    html(b,
         "<html><head><meta property='og:site_name' content='The Zenda Herald'><meta property='og:title' content='" HEAD
         "'>"
         "<meta property='article:published_time' content='2024-02-11T08:30:00+01:00'><script>var a='<p>" THREE
         "</p>';</script></head>"
         "<body><nav><a href=/>Home</a></nav><h1>" HEAD "</h1><p>" ONE
         "</p><figure><figcaption>A bridge.</figcaption></figure>"
         "<p>" TWO "</p><footer>Imprint</footer></body></html>");
    assert_int_equal(run(b, 1u << 30), DGM_OK);
    is(b->doc.clean.headline_text, HEAD);
    is(b->doc.clean.source, "The Zenda Herald");
    assert_int_equal(b->doc.clean.published.day, 11);
    assert_int_equal(b->doc.clean.published_from, DGM_FROM_HTML);
    body_is(b, ONE, TWO, 2);
    html(b, "<html><body><script>nothing to read</script></body></html>");
    assert_int_equal(run(b, 1u << 30), DGM_EMPTY);
}

/* ---- malice: two mebibytes of anything end soon, with spans that hold -------------------------------------------------------- */

enum { MALICE = 2 << 20 };

static char *repeat(const char *piece) {
    size_t n = strlen(piece);
    char *out = malloc(MALICE + 1);
    assert_non_null(out);
    for (size_t i = 0; i < MALICE; i++)
        out[i] = piece[i % n];
    size_t end = MALICE;
    while (end && dgm_utf8_check(out, end) != end) /* no half character at the end */
        end--;
    out[end] = '\0';
    return out;
}

static void text_of_malice(void **state) {
    bench *b = *state;
    static const char *const pieces[] = {"a",
                                         "\n",
                                         "a\n",
                                         ". ",
                                         "A ",
                                         "(",
                                         "- ",
                                         "\" ",
                                         "By A B and C D\n",
                                         "Share\n",
                                         "2025-10-22 ",
                                         "1.1.",
                                         "May ",
                                         "Reuters told AP ",
                                         "By A B, ",
                                         "\xC2\xA9",
                                         "\u200b",
                                         "\U0001F600",
                                         "a | ",
                                         "<p>",
                                         "<",
                                         ONE " ",
                                         ONE "\n",
                                         "ABC, May 3 (X) - ",
                                         "Copyright A ",
                                         "\r\n\t ",
                                         "Photo by A\n"};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        char *text = repeat(pieces[i]);
        clean(b, text);
        check_spans(b);
        free(text);
    }
}

static void html_of_malice(void **state) {
    bench *b = *state;
    static const char *const pieces[] = {"<div>",           "<p>a",
                                         "<b><i>",          "</div>",
                                         "<table><tr><td>", "<a href='",
                                         "&amp;",           "<!--",
                                         "<script>",        "<meta name=a content=b>",
                                         "<li>a</li>",      "\xF0\x9F\x98\x80<br>"};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        char *text = repeat(pieces[i]);
        html(b, text);
        int rc = run(b, 1u << 30);
        assert_true(rc == DGM_OK || rc == DGM_EMPTY);
        if (rc == DGM_OK)
            check_spans(b);
        free(text);
    }
}

static void the_budget_is_kept(void **state) {
    bench *b = *state;
    char *text = repeat(ONE "\n");
    page(b, text, strlen(text));
    assert_int_equal(run(b, 1000), DGM_TOO_COMPLEX);
    free(text);
}

/* Any way to cut a page leaves spans that hold. */
static void cut_anywhere(void **state) {
    bench *b = *state;
    static const char text[] =
        "The Zenda Herald | World\n" HEAD
        "\nBy Ida \u00c4hr\nPublished 22 October 2025\nSTRELSAU, Oct 22 (Reuters) \u2013 " ONE "\n\u201c" TWO
        "\u201d\n" THREE "\n(Reporting by Ida \u00c4hr)\n\u00a9 2025 The Zenda Herald";
    for (size_t n = 0; n <= sizeof text - 1; n++) {
        if (dgm_utf8_check(text, n) != n)
            continue;
        page(b, text, n);
        assert_int_equal(run(b, 1u << 30), DGM_OK);
        check_spans(b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(datelines),
                                       cmocka_unit_test(words_before_a_dash_that_are_no_place),
                                       cmocka_unit_test(a_short_first_line_is_the_articles),
                                       cmocka_unit_test(outlets),
                                       cmocka_unit_test(flat_pages),
                                       cmocka_unit_test(publication_dates),
                                       cmocka_unit_test(days_of_others_are_not_the_publication),
                                       cmocka_unit_test(what_is_given_wins),
                                       cmocka_unit_test(the_address_tells_day_and_outlet),
                                       cmocka_unit_test(one_line_without_its_stop),
                                       cmocka_unit_test(languages),
                                       cmocka_unit_test(languages_of_longer_texts),
                                       cmocka_unit_test(pages_in_html),
                                       cmocka_unit_test(text_of_malice),
                                       cmocka_unit_test(html_of_malice),
                                       cmocka_unit_test(the_budget_is_kept),
                                       cmocka_unit_test(cut_anywhere)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
