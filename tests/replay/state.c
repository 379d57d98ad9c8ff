/* SPDX-License-Identifier: Apache-2.0 */
/* The state folder of a scenario: what processes before it have left there, and what it leaves. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "world.h"

static char folder[] = "/tmp/dragomand-replay-state-XXXXXX";
static bool made;

const char *world_state(void) {
    if (!made && !mkdtemp(folder))
        abort();
    made = true;
    return folder;
}

static void path_of(const char *name, char *out, size_t cap) { snprintf(out, cap, "%s/%s", folder, name); }

/* A process that ended while it read the article, beside others, and then `crashes` processes that read it alone. */
void world_suspect(const bus_record *record, int crashes) {
    for (int i = 0; i <= crashes; i++) {
        inflight *f = NULL;
        inflight_found found;
        dgm_error e = {0};
        if (inflight_open(world_state(), &f, &found, &e) != INFLIGHT_OPEN)
            abort();
        inflight_begin(f, 0, record, i > 0);
        inflight_close(f);
    }
}

/* What a start now would find. A process that ended abruptly still has the file, so a copy is looked at. */
size_t world_suspects(void) {
    char from[96], place[96], to[128];
    inflight *f = NULL;
    inflight_found found;
    dgm_error e = {0};
    path_of("inflight", from, sizeof from);
    path_of("copy-XXXXXX", place, sizeof place);
    if (!mkdtemp(place))
        abort();
    snprintf(to, sizeof to, "%s/inflight", place);
    FILE *in = fopen(from, "re"), *out = fopen(to, "we");
    for (int c = 0; in && out && (c = getc(in)) != EOF;)
        putc(c, out);
    if (!in || !out || fclose(in) != 0 || fclose(out) != 0 || inflight_open(place, &f, &found, &e) != INFLIGHT_OPEN)
        abort();
    inflight_close(f);
    unlink(to);
    rmdir(place);
    return found.suspects;
}

void world_state_remove(void) {
    char path[96];
    if (!made)
        return;
    path_of("inflight", path, sizeof path);
    unlink(path);
    path_of("replay/inflight", path, sizeof path); /* of a run over a part of the input */
    unlink(path);
    path_of("replay", path, sizeof path);
    rmdir(path);
    rmdir(folder);
}
