/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the clean room. A page text is a list of lines; each line is looked at (lines.c), the article's range is found among
 * them (body.c), and the lines around it give the metadata (meta.c, dates.c, dateline.c). */
#ifndef DGM_CLEAN_PAGE_H
#define DGM_CLEAN_PAGE_H

#include "pipeline/stage.h"

typedef struct dgm_clean_knowledge {
    bool known;
    dgm_table furniture, agencies, masthead, outlets, months, weekdays, labels;
    dgm_index phrases, agency_names, masthead_words, hosts, month_names, weekday_names, label_names;
    int kind, weight, agency_name, outlet_name, month_number, weekday_number, meaning;
} dgm_clean_knowledge;

enum { /* dgm_line.kind */
    DGM_LINE_EMPTY, DGM_LINE_FURNITURE, DGM_LINE_STOP, DGM_LINE_TAIL, DGM_LINE_DATE, DGM_LINE_BYLINE, DGM_LINE_SHORT, DGM_LINE_PROSE
};

typedef struct dgm_line {
    dgm_span span;         /* without white space at its ends */
    uint32_t words, lower; /* words; those that begin with a small letter */
    uint8_t kind;
    bool sentence;         /* ends like one: . ! ? with closing marks */
    bool bars;             /* has separators of navigation: | · » • › or runs of spaces */
    bool capitals;         /* no small letters */
    bool date;             /* a full date stands in it */
    uint32_t twin;         /* an earlier line with the same words, or DGM_NONE */
} dgm_line;

typedef struct dgm_page {
    dgm_stage *stage;
    const dgm_clean_knowledge *know;
    dgm_line *lines;
    uint32_t count;
    uint32_t body_first, body_end; /* lines, half open; equal: no article */
    uint32_t headline;             /* line or DGM_NONE */
} dgm_page;

int dgm_page_lines(dgm_page *page);    /* cuts and judges the lines */
void dgm_page_body(dgm_page *page);    /* finds body_first, body_end, headline */
int dgm_page_meta(dgm_page *page);     /* headline, authors, outlet */
void dgm_page_find_agency(dgm_page *page); /* where dateline and masthead named none */
int dgm_page_dates(dgm_page *page);    /* publication */
/* Cuts a dateline off the front of the first paragraph, and an agency tag with it. */
int dgm_page_dateline(dgm_page *page, dgm_span *first_paragraph);

/* A date in running text at byte `at` of the article ("October 22,2025", "22 Oct 2025", "2025-10-22", "18/03/2025", "Nov 3");
 * returns the bytes it takes, 0: none. The year is 0 where none is given. */
uint32_t dgm_page_date_at(const dgm_clean_knowledge *know, dgm_str text, uint32_t at, dgm_date *out);
/* The first full date (with a year) in `s`; `where` gets its place. */
bool dgm_page_find_date(const dgm_clean_knowledge *know, dgm_str s, dgm_date *out, dgm_span *where);
/* An agency's name at the beginning of `s`, in the agency's own spelling; empty: none. */
dgm_str dgm_page_agency(const dgm_clean_knowledge *know, dgm_str s, uint32_t *length);

dgm_str dgm_trim(dgm_str s);
bool dgm_name_like(dgm_str word); /* begins with a capital */

/* Language of a text, ISO 639-1, "und" when it cannot be told (language_cld2.cc). The result is static. */
const char *dgm_language_of(const char *text, uint32_t n, bool html);

/* The article's text and metadata out of a page (html.c): fills doc->text, and metadata of doc->clean that the page declares. */
int dgm_html_read(dgm_stage *stage, dgm_str html, bool want_text);

#endif
