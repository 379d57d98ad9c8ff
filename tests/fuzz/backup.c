/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a backup of what the daemon remembers. The sum is mended afterwards, so that what lies behind it is reached. */
#include <inttypes.h>

#include "../../daemon/backup.c" /* NOLINT(bugprone-suspicious-include) ; for sum_of */
#include "fuzz.h"

static void check_text(const char *said) {
    for (; *said; said++)
        if (*said < ' ' || *said > '~')
            abort();
}

static void check_suspect(const inflight_suspect *s) {
    if (!memchr(s->topic, '\0', sizeof s->topic) || !is_topic(s->topic) || s->partition < 0 || s->offset < 0)
        abort();
}

/* True: it was taken. */
static bool read_it(const char *text, size_t n) {
    inflight_suspect *list = NULL;
    size_t count = 0;
    dgm_error e = {0};
    bool good = backup_read(text, n, &list, &count, &e);
    if (good != (list != NULL) || (!good && (count || e.code != DGM_BAD_ARGUMENT || !e.what[0] || !e.where[0])))
        abort();
    check_text(e.what);
    check_text(e.where);
    check_text(e.hint);
    for (size_t i = 0; i < count; i++)
        check_suspect(&list[i]);
    free(list);
    return good;
}

static bool read_sealed(json_t *backup) {
    char hex[HEX_BYTES];
    if (!sum_of(backup, hex) || json_object_set_new(backup, "sha256", json_string(hex)) != 0)
        abort();
    char *text = json_dumps(backup, JSON_COMPACT);
    if (!text)
        abort();
    bool good = read_it(text, strlen(text));
    free(text);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    bool good = read_it((const char *)data, size);
    json_t *backup = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(backup)) {
        bool sealed = read_sealed(backup);
        if (good && !sealed) /* laid out anew it says the same */
            abort();
        json_object_set_new(backup, "backup", json_string(kind));
        json_object_set_new(backup, "format", json_integer(BACKUP_FORMAT));
        json_object_set_new(backup, "oldest_reader", json_integer(1));
        (void)read_sealed(backup);
    }
    json_decref(backup);
    return 0;
}
