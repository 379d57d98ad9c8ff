/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"

static void hands_out_zeroed_aligned_blocks(void **state) {
    (void)state;
    dgm_arena *arena = dgm_arena_new(1 << 20);
    for (size_t size = 0; size < 200; size += 7) {
        unsigned char *p = dgm_arena_alloc(arena, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xFF, size);
    }
    dgm_arena_reset(arena, 1 << 20);
    unsigned char *again = dgm_arena_alloc(arena, 4096); /* memory that was used before */
    for (size_t i = 0; i < 4096; i++)
        assert_int_equal(again[i], 0);
    dgm_arena_free(arena);
}

static void stops_at_its_limit_and_recovers(void **state) {
    (void)state;
    dgm_arena *arena = dgm_arena_new(1000);
    assert_non_null(dgm_arena_alloc(arena, 900));
    assert_false(dgm_arena_full(arena));
    assert_null(dgm_arena_alloc(arena, 200));
    assert_true(dgm_arena_full(arena));
    assert_null(dgm_arena_alloc(arena, SIZE_MAX));
    assert_non_null(dgm_arena_alloc(arena, 50));
    dgm_arena_reset(arena, 0);
    assert_int_equal(dgm_arena_used(arena), 0);
    assert_false(dgm_arena_full(arena));
    assert_non_null(dgm_arena_alloc(arena, 900));
    dgm_arena_free(arena);
}

static void grows_blocks_and_keeps_their_bytes(void **state) {
    (void)state;
    dgm_arena *arena = dgm_arena_new(64 << 20);
    size_t size = 1;
    char *p = dgm_arena_grow(arena, NULL, 0, size);
    p[0] = 'x';
    for (; size < 10000000; size *= 3) {
        if (size % 2) /* something in between: no growing in place */
            assert_non_null(dgm_arena_alloc(arena, 40));
        p = dgm_arena_grow(arena, p, size, size * 3);
        assert_non_null(p);
        assert_int_equal(p[0], 'x');
        for (size_t i = size; i < size * 3; i += 97)
            assert_int_equal(p[i], 0);
        memset(p, 'x', size * 3);
    }
    dgm_arena_free(arena);
}

static void copies_strings(void **state) {
    (void)state;
    dgm_arena *arena = dgm_arena_new(100);
    assert_string_equal(dgm_arena_dup(arena, "abcdef", 3), "abc");
    assert_string_equal(dgm_arena_dup(arena, NULL, 0), "");
    dgm_str s = dgm_arena_str(arena, DGM_STR("hello"));
    assert_true(dgm_str_is(s, "hello"));
    char large[200] = {0};
    s = dgm_arena_str(arena, (dgm_str){large, sizeof large});
    assert_int_equal(s.n, 0);
    dgm_arena_free(arena);
}

static void vectors_grow(void **state) {
    (void)state;
    dgm_arena *arena = dgm_arena_new(1 << 20);
    DGM_VEC(uint32_t) v = {0};
    for (uint32_t i = 0; i < 10000; i++) {
        uint32_t *item = DGM_PUSH(&v, arena);
        assert_non_null(item);
        assert_int_equal(*item, 0);
        *item = i;
    }
    for (uint32_t i = 0; i < v.count; i++)
        assert_int_equal(v.items[i], i);
    uint32_t count = v.count;
    while (DGM_PUSH(&v, arena))
        ;
    assert_true(v.count > count); /* until the limit, and never beyond the room */
    assert_true(v.count <= v.cap);
    dgm_arena_free(arena);
}

static void buffers_print_and_stop_at_their_maximum(void **state) {
    (void)state;
    dgm_buf buf;
    dgm_buf_init(&buf, 1000);
    dgm_buf_text(&buf, "a");
    dgm_buf_printf(&buf, "%d-%s", 42, "b");
    dgm_buf_str(&buf, DGM_STR("cd"));
    dgm_buf_char(&buf, '!');
    assert_string_equal(buf.p, "a42-bcd!");
    dgm_buf_printf(&buf, "%0500d", 7); /* longer than the buffer on the stack */
    assert_int_equal(buf.n, 508);
    assert_int_equal(buf.p[507], '7');
    assert_false(buf.failed);
    dgm_buf_printf(&buf, "%0500d", 7);
    assert_true(buf.failed);
    dgm_buf_char(&buf, 'x');
    assert_int_equal(buf.n, 508);
    dgm_buf_reset(&buf);
    assert_false(buf.failed);
    dgm_buf_add(&buf, NULL, 0);
    dgm_buf_text(&buf, "again");
    assert_string_equal(buf.p, "again");
    dgm_buf_done(&buf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hands_out_zeroed_aligned_blocks),
        cmocka_unit_test(stops_at_its_limit_and_recovers),
        cmocka_unit_test(grows_blocks_and_keeps_their_bytes),
        cmocka_unit_test(copies_strings),
        cmocka_unit_test(vectors_grow),
        cmocka_unit_test(buffers_print_and_stop_at_their_maximum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
