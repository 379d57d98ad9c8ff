/* SPDX-License-Identifier: Apache-2.0 */
/* Laying tables and blobs out as a model file. */
#ifndef DGM_COMPILE_IMAGE_H
#define DGM_COMPILE_IMAGE_H

#include "compile/lexicon.h"

/* `*image` is 64-byte aligned and the caller's to free(). */
int dgm_image_make(dgm_lexicon *lexicon, const dgm_source *blobs, size_t blob_count, void **image, size_t *size,
                   dgm_error *error);

#endif
