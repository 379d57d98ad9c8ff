/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the daemon remembers (inflight.h) as a text that people can read and that any version of the daemon, on any machine and
 * under any version of systemd, takes back:
 *
 *   {"backup": "dragomand", "format": 1, "oldest_reader": 1, "version": "…", "written": "2026-11-28T15:20:00Z",
 *    "suspects": [{"topic": "articles", "partition": 0, "offset": 17, "timestamp": 1764342000000, "crashes": 1}],
 *    "sha256": "…"}
 *
 * `format` is the writer's, `oldest_reader` the oldest format whose readers understand it: what a later format adds an earlier
 * one passes over, and a format that would be misread says so. `sha256` is that of all the rest as JSON without blanks, keys in
 * order; so a text may be laid out anew, and `jq -cjS 'del(.sha256)' | sha256sum` gives the same. Every format has integers and
 * no fractions, which are written in too many ways for that.
 */
#ifndef DRAGOMAND_BACKUP_H
#define DRAGOMAND_BACKUP_H

#include <jansson.h>
#include <stdio.h>

#include "inflight.h"

enum { BACKUP_FORMAT = 1, BACKUP_MOST = 8 << 20 }; /* bytes of a text */

/* Owned by the caller; NULL: no memory. */
json_t *backup_of(const inflight *f);
/* The suspects of a text, owned by the caller. False: it is damaged or no backup of ours, `e` says what. */
bool backup_read(const char *text, size_t n, inflight_suspect **out, size_t *count, dgm_error *e);

/* --export-state, --import-state: of the folder's file, while no daemon uses it. Exit statuses; what is wrong is said. */
int backup_export(const char *folder, FILE *to);
int backup_import(const char *folder, FILE *from);

#endif
