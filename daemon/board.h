/* SPDX-License-Identifier: Apache-2.0 */
/* The notice board between the loop and whoever asks over HTTP: the loop pins texts to it, others take copies. Nobody waits for more
 * than a copy of some kilobytes. */
#ifndef DRAGOMAND_BOARD_H
#define DRAGOMAND_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "model.h"

typedef struct board board;

enum board_text {
    BOARD_METRICS,
    BOARD_STATUS,
    BOARD_RECENT,
    BOARD_WHY,
    BOARD_TEXTS
}; /* BOARD_WHY: why we are not ready, or that we are */

board *board_new(void); /* NULL: no memory */
void board_free(board *b);
/* Takes the texts over (malloc; NULL leaves the old one) and takes note of the time: a loop that stands still pins nothing. */
void board_pin(board *b, char *texts[BOARD_TEXTS], bool ready);
void board_plan(board *b, work_plan *plan); /* the current one; counted */

char *board_copy(board *b, enum board_text text); /* caller frees; NULL: nothing yet, or no memory */
bool board_ready(board *b);
int64_t board_age(board *b);      /* ms since the loop last pinned something; -1: never */
work_plan *board_model(board *b); /* counted; NULL: none yet */

#endif
