// SPDX-License-Identifier: Apache-2.0
// CLD2 speaks C++ only: this is all of it that we use. Its tables are constant; calls from several threads are safe.
#include <cstdio> // the next header needs FILE and does not include it

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <cstdint>

extern "C" __attribute__((visibility("hidden"))) const char *dgm_language_of(const char *text, uint32_t n, bool html);

extern "C" const char *dgm_language_of(const char *text, uint32_t n, bool html) {
    CLD2::Language languages[3];
    int percents[3], bytes = 0;
    double scores[3];
    bool reliable = false;
    CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language top = CLD2::ExtDetectLanguageSummary(text, static_cast<int>(n), !html, &hints, 0, languages,
                                                        percents, scores, nullptr, &bytes, &reliable);
    return top == CLD2::UNKNOWN_LANGUAGE ? "und" : CLD2::LanguageCode(top);
}
