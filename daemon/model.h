/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How articles are read: a model and the settings that go with it, immutable, counted, shared by all workers.
 *
 *   open the file ─▶ self-test: it reads a small article ─▶ exchange ─▶ the last worker that leaves the old one releases it
 *        └────────────── any failure keeps the old one ◀──────┘
 */
#ifndef DRAGOMAND_MODEL_H
#define DRAGOMAND_MODEL_H

#include "work.h"

typedef struct work_plan work_plan;

/* Opens and tests the model that the configuration names. NULL: `e` says why. */
work_plan *work_plan_open(const config *c, dgm_error *e);
const work_settings *work_plan_settings(const work_plan *plan);
dgm_model *work_plan_model(const work_plan *plan);
work_plan *work_plan_ref(work_plan *plan);
void work_plan_unref(work_plan *plan); /* NULL is fine */

/* The file of the model: as configured, or beside the program, or installed. */
const char *work_plan_file(const config *c, char *buffer, size_t cap);

#endif
