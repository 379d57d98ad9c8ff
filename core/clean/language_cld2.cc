// SPDX-License-Identifier: Apache-2.0
// CLD2 speaks C++ only: this is all of it that we use. Its tables are constant; calls from several threads are safe.
#include <cstdio> // the next header needs FILE and does not include it

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <cstdint>
#include <cstring>

extern "C" __attribute__((visibility("hidden"))) const char *dgm_language_of(const char *text, uint32_t n, bool html);

namespace {

struct Answer {
    CLD2::Language top;
    int percent; // of the text, that is in that language
    bool reliable;
};

constexpr uint32_t SHORT = 120; // bytes

Answer ask(const char *text, uint32_t n, bool html) {
    CLD2::Language languages[3];
    int percents[3], bytes = 0;
    double scores[3];
    bool reliable = false;
    // of a sentence full of names the names alone would say what it is in
    CLD2::Language likely = n < SHORT ? CLD2::ENGLISH : CLD2::UNKNOWN_LANGUAGE;
    CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, likely};
    CLD2::Language top = CLD2::ExtDetectLanguageSummary(text, static_cast<int>(n), !html, &hints, 0, languages,
                                                        percents, scores, nullptr, &bytes, &reliable);
    return {top, percents[0], reliable};
}

// Whole words within `length` bytes of the text from `at` on, copied behind what is there already; its new end.
char *take_words(char *to, const char *text, uint32_t at, uint32_t length) {
    const char *from = text + at, *end = from + length;
    while (at && from < end && *from != ' ')
        from++;
    while (end > from && end[-1] != ' ')
        end--;
    std::memcpy(to, from, static_cast<size_t>(end - from));
    return to + (end - from);
}

constexpr uint32_t SAMPLE = 256;      // bytes, from the beginning, the middle and the end
constexpr uint32_t LONG = 6 * SAMPLE; // where samples are tried first
constexpr int NEARLY_ALL = 95;        // percent

// English is what most articles are in: where three samples of a longer text are, beyond doubt, it is not read as a whole.
bool is_plainly_english(const char *text, uint32_t n) {
    char sample[3 * SAMPLE], *end = take_words(sample, text, 0, SAMPLE);
    end = take_words(end, text, n / 2, SAMPLE);
    end = take_words(end, text, n - SAMPLE, SAMPLE);
    Answer found = ask(sample, static_cast<uint32_t>(end - sample), false);
    return found.top == CLD2::ENGLISH && found.reliable && found.percent >= NEARLY_ALL;
}

} // namespace

extern "C" const char *dgm_language_of(const char *text, uint32_t n, bool html) {
    if (!html && n >= LONG && is_plainly_english(text, n))
        return CLD2::LanguageCode(CLD2::ENGLISH);
    CLD2::Language top = ask(text, n, html).top;
    return top == CLD2::UNKNOWN_LANGUAGE ? "und" : CLD2::LanguageCode(top);
}
