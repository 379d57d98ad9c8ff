/* SPDX-License-Identifier: Apache-2.0 */
#include "gold_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_text(gold_text *g, dgm_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        *(char *)need(DGM_PUSH(&g->text, g->arena)) = s.p[i];
}

static bool split(char *line, char *cells[10]) {
    for (int i = 0; i < 10; i++) {
        cells[i] = line;
        line += strcspn(line, "\t");
        if (i < 9 && !*line)
            return false;
        if (*line)
            *line++ = '\0';
    }
    return true;
}

static void begin_paragraph(gold_text *g) {
    put_text(g, DGM_STR("\n\n"));
    *(dgm_span *)need(DGM_PUSH(&g->paragraphs, g->arena)) = (dgm_span){g->text.count, g->text.count};
}

/* `glued`: the next word follows without a space: the parts of a contraction, or as annotated. */
static void add_word(gold_text *g, char *cells[10], uint32_t first, bool glued) {
    gold_word *w = need(DGM_PUSH(&g->words, g->arena));
    uint32_t start = g->text.count, head = (uint32_t)strtoul(cells[6], NULL, 10);
    char before = g->text.items[start - 1];
    put_text(g, dgm_str_of(cells[1]));
    *w = (gold_word){.span = {start, g->text.count},
                     .lemma = dgm_arena_str(g->arena, dgm_str_of(cells[2])),
                     .sentence = g->sentences.count - 1,
                     .head = head ? first + head - 1 : DGM_NONE,
                     .upos = (uint8_t)dgm_upos_of(dgm_str_of(cells[3])),
                     .xpos = (uint8_t)dgm_xpos_of(dgm_str_of(cells[4])),
                     .rel = (uint8_t)dgm_rel_of(dgm_str_of(cells[7])),
                     .spaced = before == ' ' || before == '\n'};
    g->sentences.items[g->sentences.count - 1].end = g->text.count;
    g->paragraphs.items[g->paragraphs.count - 1].end = g->text.count;
    if (!glued && !strstr(cells[9], "SpaceAfter=No"))
        put_text(g, DGM_STR(" "));
}

#define BLOCKS_MAX 16u

typedef struct reading { /* where in the sentence and in the page the reader stands */
    uint32_t first, last_of_range;
    bool inside, range_glued;
    uint32_t ends[BLOCKS_MAX], open; /* counts of sentences at which blocks end that began inside another one */
} reading;

/* "# newpar_block = p (6 s) | figure rend:::"…" (1 s) | caption (1 s)": a caption of one sentence stands inside a
 * paragraph of six, on lines of its own. What may stand inside a line (hi, note, quote) does not part it. */
static void open_blocks(reading *at, const gold_text *g, const char *line) {
    static const char *const names[] = {"p ",    "head ", "figure ", "caption ", "item ",
                                        "list ", "row ",  "table ",  "sp "};
    const char *block = strchr(line, '=');
    for (; block && at->open < BLOCKS_MAX; block = strstr(block, " | ")) {
        block += strspn(block, "=| ");
        size_t name = 0;
        while (name < sizeof names / sizeof names[0] && strncmp(block, names[name], strlen(names[name])) != 0)
            name++;
        const char *count = strstr(block, " s)");
        while (count && count > block && count[-1] >= '0' && count[-1] <= '9')
            count--;
        if (count && name < sizeof names / sizeof names[0])
            at->ends[at->open++] = g->sentences.count + (uint32_t)strtoul(count, NULL, 10);
    }
}

static bool a_block_ended(reading *at, uint32_t sentences) {
    uint32_t left = 0;
    for (uint32_t i = 0; i < at->open; i++)
        if (at->ends[i] > sentences)
            at->ends[left++] = at->ends[i];
    bool ended = left < at->open;
    at->open = left;
    return ended;
}

static void read_word(gold_text *g, char *cells[10], reading *at) {
    if (!at->inside) {
        at->first = g->words.count;
        at->inside = true;
        at->last_of_range = 0;
        if (a_block_ended(at, g->sentences.count))
            begin_paragraph(g);
        *(dgm_span *)need(DGM_PUSH(&g->sentences, g->arena)) = (dgm_span){g->text.count, g->text.count};
    }
    const char *dash = strchr(cells[0], '-');
    if (dash) {
        at->last_of_range = (uint32_t)strtoul(dash + 1, NULL, 10);
        at->range_glued = strstr(cells[9], "SpaceAfter=No") != NULL;
        return;
    }
    uint32_t id = (uint32_t)strtoul(cells[0], NULL, 10);
    add_word(g, cells, at->first, id < at->last_of_range || (id == at->last_of_range && at->range_glued));
}

void gold_text_read(gold_text *g, const char *path) {
    FILE *f = need(fopen(path, "r"));
    char *line = NULL, *cells[10];
    size_t cap = 0;
    reading at = {0};
    while (getline(&line, &cap, f) > 0) {
        line[strcspn(line, "\r\n")] = '\0';
        if (!*line)
            at.inside = false;
        if (strncmp(line, "# newpar", 8) == 0 || strncmp(line, "# newdoc", 8) == 0 || !g->paragraphs.count)
            begin_paragraph(g);
        if (strncmp(line, "# newpar_block", 14) == 0)
            open_blocks(&at, g, line);
        if (line[0] != '#' && split(line, cells) && !strchr(cells[0], '.'))
            read_word(g, cells, &at);
    }
    free(line);
    fclose(f);
}
