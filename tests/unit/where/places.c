/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

static void finds_the_town(void **state) {
    assert_has(stage_text(state, "where", "Greek and Turkish ministers held talks in Geneva on Friday.", NULL),
               "\tGeneva\tCHE\n");
}

static void a_capital_that_acts_is_no_place(void **state) {
    assert_has(stage_text(state, "where", "Moscow condemned Latvia in a statement.", NULL), "ACCUSE\t\t\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(finds_the_town), READING_TEST(a_capital_that_acts_is_no_place)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
