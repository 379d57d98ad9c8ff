/* SPDX-License-Identifier: Apache-2.0 */
/* A family of quotations: before and behind their tags, interrupted, over paragraphs, nested, within a clause, of pronouns, offices, spokesmen
 * and texts, two speakers in a sentence. */
#include "../stage_text.h"

typedef struct quotation {
    const char *text, *lines[2];
} quotation;

static const quotation quotations[] = {
    {"\"We shall not sign before the autumn,\" Norwegian minister Kari Holm said.",
     {"direct\tKari Holm\tWe shall not sign before the autumn"}},
    {"\"We shall not sign before the autumn,\" said Norwegian minister Kari Holm on Monday.",
     {"direct\tKari Holm\tWe shall not sign before the autumn"}},
    {"Norwegian minister Kari Holm told the newspaper Aftenbladet: \u201CWe shall not sign before the "
     "autumn.\u201D",
     {"direct\tKari Holm\tWe shall not sign before the autumn."}},
    {"Norwegian minister Kari Holm met Swedish minister Nils Berg in Bergen. \u201CWe shall not sign "
     "before the autumn,\u201D she said.",
     {"direct\tKari Holm\tWe shall not sign before the autumn"}},
    {"Norwegian minister Kari Holm met Swedish minister Nils Berg in Bergen. \u201CWe shall not sign "
     "before the autumn,\u201D Holm said, while Berg called the text \u201Ca very good start\u201D.",
     {"direct\tKari Holm\tWe shall not sign before the autumn", "direct\tNils Berg\ta very good start"}},
    {"\u201CThe text is ready,\u201D said Holm, the Norwegian minister. \u201CBut we shall not sign "
     "it.\u201D Swedish minister Nils Berg disagreed: \u201CIt can be signed today.\u201D",
     {"direct\tHolm\tBut we shall not sign it.", "direct\tNils Berg\tIt can be signed today."}},
    {"Norwegian minister Kari Holm was defiant: \u201CThey may wait until the ice has gone,\u201D she "
     "told reporters after a talk with Ann Berg.",
     {"direct\tKari Holm\tThey may wait until the ice has gone"}},
    {"Norwegian minister Kari Holm was defiant. \u201CThey may wait until the ice has gone.\u201D",
     {"direct\tKari Holm\tThey may wait until the ice has gone."}},
    {"Inspectors came to Moscow from Russia's border. Moscow dismissed the report of the inspectors "
     "as \u201Ca bad joke in a good frame\u201D, according to Reuters.",
     {"direct\tRussia\ta bad joke in a good frame"}},
    {"The report, which Kenyan minister Amina Otieno called \u201Ca bad joke in a good frame\u201D "
     "and the police put down to envy, was published on Friday.",
     {"direct\tAmina Otieno\ta bad joke in a good frame"}},
    {"The bridge was \u201Cin a state that frightens me\u201D, the mayor of Bergen, Nils Berg, said "
     "on Friday.",
     {"direct\tNils Berg\tin a state that frightens me"}},
    {"The paper quoted Peruvian minister Ana Quispe as saying \u201Cthe mine stays closed until "
     "June\u201D.",
     {"direct\tAna Quispe\tthe mine stays closed until June"}},
    {"\u201CThe mine stays closed until June,\u201D according to a message by Peruvian minister Ana "
     "Quispe that her office sent to the press.",
     {"direct\tAna Quispe\tThe mine stays closed until June"}},
    {"According to Cusco University economist Ana Quispe, \u201Cthe mine will stay closed until "
     "June\u201D.",
     {"direct\tAna Quispe\tthe mine will stay closed until June"}},
    {"In the words of Peruvian minister Ana Quispe, the mine is \u201Ca hole full of promises\u201D.",
     {"direct\tAna Quispe\ta hole full of promises"}},
    {"The mine was described by Peruvian minister Ana Quispe as \u201Ca hole full of promises\u201D.",
     {"direct\tAna Quispe\ta hole full of promises"}},
    {"The Peruvian government announced in a statement that the mine would be closed. \u201CThe "
     "safety of the workers comes first,\u201D the statement said.",
     {"direct\tPeruvian government\tThe safety of the workers comes first"}},
    {"The decree signed by Peruvian president Ana Quispe read: \u201CThe mine shall be closed for "
     "ever.\u201D",
     {"direct\tAna Quispe\tThe mine shall be closed for ever."}},
    {"Peruvian minister Ana Quispe wrote on X on Sunday: \u201CThe mine stays closed until "
     "June.\u201D",
     {"direct\tAna Quispe\tThe mine stays closed until June."}},
    {"\u201CThe mine stays closed until June!\u201D tweeted Peruvian minister Ana Quispe.",
     {"direct\tAna Quispe\tThe mine stays closed until June!"}},
    {"\u201CWho would open such a mine?\u201D Peruvian minister Ana Quispe asked.",
     {"direct\tAna Quispe\tWho would open such a mine?"}},
    {"Peruvian minister Ana Quispe said the owners had \u201Clied to us for years\u201D and that "
     "their licence was \u201Cnot worth its paper\u201D.",
     {"direct\tAna Quispe\tlied to us for years", "direct\tAna Quispe\tnot worth its paper"}},
    {"\u201CThe mine,\u201D Peruvian minister Ana Quispe said, \u201Cstays closed until June.\u201D",
     {"direct\tAna Quispe\tThe mine, stays closed until June."}},
    {"\u201CThe mine stays closed,\u201D Quispe, Peru's mining minister, said. \u201CIt is not safe "
     "for anybody.\u201D",
     {"direct\tQuispe\tThe mine stays closed", "direct\tQuispe\tIt is not safe for anybody."}},
    {"Peru's president Ana Quispe praised the spokesman of the union, Luis Mamani.\n\n\u201CHe has "
     "never lied to me,\u201D she said.\n\n\u201CAnd I have never lied to him, whatever the papers of "
     "the capital may have written about the two of us.\u201D",
     {"direct\tAna Quispe\tHe has never lied to me", "direct\tAna Quispe\tAnd I have never lied to him, whatever the "
                                                     "papers of the capital may have written about the two of us."}},
    {"Peru's president Ana Quispe said: \u201CThe mine is closed.\n\n\u201CWhoever opens it will go "
     "to prison.\u201D",
     {"direct\tAna Quispe\tThe mine is closed."}},
    {"\"He told me 'never again will I go down there' and then he wept,\" the widow's lawyer, Luis "
     "Mamani, said.",
     {"direct\tLuis Mamani\tHe told me 'never again will I go down there' and then he wept"}},
    {"Chancellor Eva Stern's spokesman, Karl Vogt, said the talks were \u201Cof great use to both "
     "sides\u201D.",
     {"direct\tKarl Vogt\tof great use to both sides"}},
    {"A spokesman for the Peruvian army said the soldiers had \u201Cacted by the book\u201D.",
     {"direct\tPeruvian army\tacted by the book"}},
    {"Maj Gen Saleem Ashraf said the army had taken two hills. \u201CThere can be no doubt who they "
     "were,\u201D the general told journalists.",
     {"direct\tSaleem Ashraf\tThere can be no doubt who they were"}},
    {"Protesters in Lima chanted \u201COpen the mine now\u201D outside the ministry.",
     {"direct\tProtesters\tOpen the mine now"}},
    {"A man named Pedro Ramos told the court: \u201CI only carried the bags.\u201D",
     {"direct\tPedro Ramos\tI only carried the bags."}},
    {"The Security Council called on both sides \u201Cto lay down their arms at once\u201D.",
     {"direct\tUN Security Council\tto lay down their arms at once"}},
    {"Authorised by the Security Council to use \u201Call means that are needed\u201D, the force "
     "landed on Sunday.",
     {"direct\tUN Security Council\tall means that are needed"}},
    {"Peru, in a letter to the court, accepted \u201Cthe full cost of the cleaning\u201D.",
     {"direct\tPeru\tthe full cost of the cleaning"}},
    {"Peruvian minister Ana Quispe accused the owners of \u201Crobbing the poor twice\u201D; Luis "
     "Mamani of the union spoke of \u201Ca theft in broad daylight\u201D.",
     {"direct\tAna Quispe\trobbing the poor twice", "direct\tLuis Mamani\ta theft in broad daylight"}},
    {"Peruvian minister Ana Quispe, who called the mine \u201Ca hole full of promises\u201D, met the "
     "owners on Friday.",
     {"direct\tAna Quispe\ta hole full of promises"}},
    {"\u201CWe have lost everything we had,\u201D one of the miners, Pedro Ramos, said. His neighbour "
     "Luis Mamani nodded. \u201CThey took it all,\u201D he said.",
     {"direct\tPedro Ramos\tWe have lost everything we had", "direct\tLuis Mamani\tThey took it all"}},
    {"\"We want the mine to be opened,\" the union said, adding: \"If not, we shall strike.\"",
     {"direct\tunion\tWe want the mine to be opened", "direct\tunion\tIf not, we shall strike."}},
    {"The old mine above the town was closed on Monday after engineers found cracks in two of its "
     "pillars. \u201CThe mine is the shame of this valley and must be closed for ever.\u201D \u2014 "
     "Ana Quispe, Peruvian minister",
     {"direct\tAna Quispe\tThe mine is the shame of this valley and must be closed for ever."}},
    {"Ana Quispe, Peruvian minister of mines: \u201CThe mine is the shame of this valley.\u201D",
     {"direct\tAna Quispe\tThe mine is the shame of this valley."}},
    {"The Peruvian Tennis Federation issued a statement on the arrest of its trainer. It read: "
     "\u201CWe shall wait for the court.\u201D",
     {"direct\tTennis Federation\tWe shall wait for the court."}},
    {"Cusco University medical anthropologist Ana Quispe-Soto told the press: \u201CThe sickness came "
     "with the traders.\u201D",
     {"direct\tAna Quispe-Soto\tThe sickness came with the traders."}},
    {"The head of the ministry's mining programme, Luis Mamani, said the shafts were \u201Cin a "
     "better state than before\u201D.",
     {"direct\tLuis Mamani\tin a better state than before"}},
    {"A spokesman for the Peruvian army said the soldiers had \u201Cacted by the book\u201D. The "
     "spokesman added that they \u201Cwould be back soon\u201D.",
     {"direct\tPeruvian army\twould be back soon"}},
    {"Norwegian minister Kari Holm spoke in Bergen. \u201CThe bridge will be closed,\u201D she "
     "said.\n\n\u201CWe have lost everything,\u201D said one of those who stood there.",
     {"direct\t?\tWe have lost everything"}},
    {"Norwegian minister Kari Holm said: 'The \"peace of the brave\" they offer is a joke.'",
     {"direct\tKari Holm\tThe \"peace of the brave\" they offer is a joke."}},
    {"Norwegian minister Kari Holm said: \u201EThe bridge is closed for the winter.\u201C She left.",
     {"direct\tKari Holm\tThe bridge is closed for the winter."}},
    {"Swedish minister Nils Berg has resigned, saying he had \u201Cno choice but to leave\u201D, the "
     "broadcaster NRK reported.",
     {"direct\tNils Berg\tno choice but to leave"}},
    {"Kari Holm, Norway's minister, and her Swedish counterpart Nils Berg said in a joint statement "
     "that \u201Cthe bridge will be closed\u201D.",
     {"direct\tKari Holm\tthe bridge will be closed"}},
    {"\u201CThe bridge is closed,\u201D Norwegian minister Kari Holm told Swedish minister Nils Berg, "
     "who replied, \u201CWe know that well.\u201D",
     {"direct\tKari Holm\tThe bridge is closed", "direct\tNils Berg\tWe know that well."}},
    {"The roof of the hall is too old for such a winter, according to Luis Mamani. \u201CIt came down "
     "on the first night,\u201D he said.",
     {"direct\tLuis Mamani\tIt came down on the first night"}},
    {"Part of the judge's statement reads \u201Cthe roof of the hall was too old for such a "
     "winter\u201D.",
     {"direct\tjudge\tthe roof of the hall was too old for such a winter"}},
    {"\u201CShameful\u201D was the word chosen by Luis Mamani, who led the union when Pedro Ramos was "
     "its lawyer. The ruling was \u201Ca gift to the owners\u201D, he told reporters.",
     {"direct\tLuis Mamani\ta gift to the owners"}},
};

static void each_has_its_speaker(void **state) {
    for (size_t i = 0; i < sizeof quotations / sizeof *quotations; i++) {
        const char *t = stage_text(state, "quote", quotations[i].text, NULL);
        for (size_t n = 0; n < 2 && quotations[i].lines[n]; n++)
            assert_has(t, quotations[i].lines[n]);
    }
}

static void names_and_marked_words_are_no_quotations(void **state) {
    static const char *const texts[] = {
        "Chilean police general Jorge Rojas, known as \u201Cthe Lion of the North\u201D, was arrested in Arica on "
        "Friday.",
        "The film \u201CA Song for My Father\u201D was shown in the hall of the ministry.",
        "The two towns are ruled under the \u201Ctwo rivers, one bridge\u201D plan of the old king.",
        "The soldiers named the hill \u201Cthe old man's nose\u201D and left it.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_lacks(stage_text(state, "quote", texts[i], NULL), "direct");
}

/* More than one mark of punctuation between a colon and the words quoted: the walk back to the verb goes on behind the colon. */
static void marks_behind_a_colon_end(void **state) {
    assert_has(stage_text(state, "quote",
                          "Norwegian minister Kari Holm said: - , \u201Cthe bridge will be closed\u201D.", NULL),
               "the bridge will be closed");
    stage_text(state, "quote", "Kari Holm: ( : , \u201Cthe bridge\u201D", NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(each_has_its_speaker),
                                       READING_TEST(names_and_marked_words_are_no_quotations),
                                       READING_TEST(marks_behind_a_colon_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
