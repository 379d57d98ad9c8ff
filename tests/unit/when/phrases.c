/* SPDX-License-Identifier: Apache-2.0 */
/* Hard phrases: what a reader understands at once and a program does not. Each with what must, or must not, come out. */
#include "../stage_text.h"

#define TODAY "2025-10-22" /* a Wednesday */

typedef struct phrase {
    const char *text, *has, *lacks;
} phrase;

static void read_each(void **state, const phrase *phrases, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *dump = stage_text(state, "when", phrases[i].text, TODAY);
        if (phrases[i].has)
            assert_has(dump, phrases[i].has);
        if (phrases[i].lacks)
            assert_lacks(dump, phrases[i].lacks);
    }
}
#define READ_EACH(phrases) read_each(state, phrases, sizeof(phrases) / sizeof(phrases)[0])

/* "Two days after X": the one day of the two that is named tells the other. */
static void a_day_away_from_what_is_told(void **state) {
    static const phrase phrases[] = {
        {"Canada condemned Belarus on Friday, two days after Kenya expelled a Canadian envoy.", "SANCTION\t2025-10-15",
         "2025-10-19"},
        {"Canada condemned Belarus on Friday, two days after Kenya expelled a Canadian envoy.", "ACCUSE\t2025-10-17",
         NULL},
        {"A day after Kenya expelled the envoy, Canada condemned Kenya on Monday.", "SANCTION\t2025-10-19", NULL},
        {"A day after Kenya expelled the envoy, Canada condemned Kenya on Monday.", "ACCUSE\t2025-10-20", NULL},
        {"Canada condemned Belarus three days after police arrested the editor on October 7.", "ACCUSE\t2025-10-10",
         NULL},
        {"Canada condemned Belarus three days after police arrested the editor on October 7.", "COERCE\t2025-10-07",
         NULL},
        {"Two years after imposing sanctions on Kenya, Canada condemned Kenya on Friday.", "SANCTION\t2023-01-01",
         NULL},
        {"Kenyan police arrested 40 protesters on the eve of Monday's vote.", "COERCE\t2025-10-19", NULL},
        {"Canada expelled three envoys in the two weeks before the vote.", NULL, "SANCTION\t2025-10"},
        {"Five years to the day after Kenyan soldiers attacked Goma, Canada condemned Kenya.", NULL, "2025-10-21"},
        {"Canada condemned Belarus at the close of a day on which police arrested the editor.", NULL, "2025-10-23"}};
    READ_EACH(phrases);
}

/* What has been was not on a day to come that was spoken of. */
static void a_day_to_come_is_no_day_that_was(void **state) {
    static const phrase phrases[] = {
        {"Talks between Canada and Belarus will open on December 10. Canada condemned Belarus later the same day.",
         NULL, "ACCUSE\t2025-12-10"},
        {"Canadian officials will meet Norwegian envoys in Oslo on Friday. The day before, they will meet the Swedish "
         "foreign minister.",
         "AGREE\t2025-10-23", NULL}};
    READ_EACH(phrases);
}

/* A date without its year goes on where the last one was; a weekday beside it tells the year. */
static void the_year_that_is_meant(void **state) {
    static const phrase phrases[] = {
        {"On 15 November 2017 police arrested the editor. On December 2, Canada condemned Belarus.",
         "ACCUSE\t2017-12-02", NULL},
        {"Canada condemned Belarus on Wednesday, 8 October.", "ACCUSE\t2025-10-08", NULL},
        {"Canada condemned Belarus on Friday, November 22.", "ACCUSE\t2024-11-22", NULL},
        {"The bank was founded in 1992. Canada condemned Belarus earlier in the month.", "ACCUSE\t2025-10-01", "1992"}};
    READ_EACH(phrases);
}

static void what_hangs_on_another_word(void **state) {
    static const phrase phrases[] = {
        {"Canada condemned the July attack on Monday and promised to help Norway.", "ACCUSE\t2025-10-20",
         "ACCUSE\t2025-07"},
        {"Canada expelled the envoy and gave him until the end of Monday to leave.", NULL, "SANCTION\t2025-10-20"},
        {"Canada condemned Belarus in the early hours of Saturday.", "ACCUSE\t2025-10-18", NULL},
        {"Speaking to reporters in Oslo on Monday, Canada's prime minister condemned Belarus.", "ACCUSE\t2025-10-20",
         NULL},
        {"Canada condemned Belarus for the first time since 2019.", NULL, "2019"}};
    READ_EACH(phrases);
}

static void parts_and_seasons(void **state) {
    static const phrase phrases[] = {
        {"Canada condemned Belarus in the first week of May.", "ACCUSE\t2025-05-01\t2025-05-10", NULL},
        {"Canada condemned Belarus in the last days of September.", "ACCUSE\t2025-09-21\t2025-09-30", NULL},
        {"Canada condemned Belarus in the spring.", "ACCUSE\t2025-03-01\t2025-05-31", NULL},
        {"Canada condemned Belarus after the fall of the city.", NULL, "2025-09-01"},
        {"Canada condemned Belarus the Monday before last.", "ACCUSE\t2025-10-13", NULL}};
    READ_EACH(phrases);
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(a_day_away_from_what_is_told),
                                       READING_TEST(a_day_to_come_is_no_day_that_was),
                                       READING_TEST(the_year_that_is_meant), READING_TEST(what_hangs_on_another_word),
                                       READING_TEST(parts_and_seasons)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
