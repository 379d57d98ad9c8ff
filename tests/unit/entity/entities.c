/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

static void gives_countries_their_codes(void **state) {
    const char *t = stage_text(
        state, "entity", "Turkish officials met a delegation from Chad, and the US thanked us for the visit.", NULL);
    assert_has(t, "\tTUR GOV\t");
    assert_has(t, "\tTCD\t");
    assert_has(t, "\tUSA\t");
}

static void a_description_beats_the_list(void **state) {
    const char *t = stage_text(
        state, "entity",
        "Danish prime minister Sigrid Holmgaard spoke with Latvia's defence minister Andris Kalnmeijs on Monday.",
        "2026-05-04");
    assert_has(t, "Sigrid Holmgaard\tDNK GOV");
    assert_has(t, "Andris Kalnmeijs\tLVA GOV");
}

/* What the words around an office make of it. */
static void an_office_to_come_or_claimed_is_no_government(void **state) {
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"The deal pleased Danish prime minister-designate Sigrid Holmgaard.", "Sigrid Holmgaard\tDNK PTY"},
        {"The deal pleased incoming Danish prime minister Sigrid Holmgaard.", "Sigrid Holmgaard\tDNK PTY"},
        {"The deal pleased outgoing Danish prime minister Sigrid Holmgaard.", "Sigrid Holmgaard\tDNK GOV"},
        {"The deal pleased acting Danish prime minister Sigrid Holmgaard.", "Sigrid Holmgaard\tDNK GOV"},
        {"The deal pleased ousted Danish prime minister Sigrid Holmgaard.", "Sigrid Holmgaard\tDNK ELI"},
        {"The deal pleased self-proclaimed Danish president Sigrid Holmgaard.", "Sigrid Holmgaard\tDNK OPP"},
        {"The deal pleased Sigrid Holmgaard, the self-proclaimed president of Denmark.", "Sigrid Holmgaard\tDNK OPP"},
        {"The deal pleased Danish minister for fisheries Sigrid Holmgaard.", "Sigrid Holmgaard\tDNK GOV"},
        {"The deal pleased Danish foreign minister Joe Biden.", "Joe Biden\tDNK GOV"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_has(stage_text(state, "entity", cases[i].text, "2026-05-04"), cases[i].expected);
}

/* "speaks for", "stands for", "calls itself": whose sectors, whose state. */
/* What befalls him is no word of his office, as long as a verb tells it. */
static void who_is_being_ousted_is_in_office(void **state) {
    const char *t = stage_text(state, "entity", "The army ousted Kenyan president Jane Holmgaard on Monday.", NULL);
    assert_has(t, "Jane Holmgaard\tKEN GOV");
    t = stage_text(state, "entity", "Police arrested the ousted Kenyan president Jane Holmgaard on Monday.", NULL);
    assert_has(t, "Jane Holmgaard\tKEN ELI");
    t = stage_text(state, "entity", "Police arrested would-be Kenyan president Jane Holmgaard on Monday.", NULL);
    assert_has(t, "Jane Holmgaard\tKEN OPP");
}

/* A group that holds a capital has a prime minister, and he is not the one whom the world knows; nor is Somaliland Somalia. */
static void an_office_of_a_part_is_not_the_states(void **state) {
    const char *t =
        stage_text(state, "entity",
                   "The Houthi prime minister spoke about the talks. Somaliland's president was there.", "2024-03-01");
    assert_has(t, "Houthi prime minister\tYEM REB");
    assert_has(t, "Somaliland's president\tSOM PRE");
    t = stage_text(state, "entity", "The Syrian president spoke about the talks in the city.", "2025-01-10");
    assert_has(t, "Syrian president\tSYR GOV");
    t = stage_text(state, "entity", "The Pope spoke about the talks in the city yesterday evening.", "2026-06-01");
    assert_has(t, "VAT GOV REL");
}

/* A body is what it is on the article's day: not yet there, in office, at war, gone. */
static void a_body_has_its_days(void **state) {
    const char *text = "The Taliban spoke about the talks in the city yesterday evening.";
    assert_has(stage_text(state, "entity", text, "2015-06-01"), "Taliban\tAFG REB");
    assert_has(stage_text(state, "entity", text, "2021-08-15"), "Taliban\tAFG GOV REB");
    text = "A commander of the Rapid Support Forces spoke about the talks in the city.";
    assert_has(stage_text(state, "entity", text, "2022-06-01"), "SDN PRM");
    assert_has(stage_text(state, "entity", text, "2023-04-15"), "SDN REB");
    text = "The Board of Peace spoke about the talks in the city yesterday evening.";
    assert_lacks(stage_text(state, "entity", text, "2015-06-01"), "IGO");
    assert_has(stage_text(state, "entity", text, "2026-06-01"), "Board of Peace\tIGO IGO");
    assert_has(stage_text(state, "entity", text, NULL), "Board of Peace\tIGO IGO");
}

static void its_forces_are_the_subjects(void **state) {
    const char *t = stage_text(state, "entity",
                               "Ukraine and Moldova held talks in Ukraine. Norway said its forces had reached the town "
                               "of Izmail in Ukraine.",
                               NULL);
    assert_has(t, "NOR MIL\tforces");
}

static void who_stands_for_another_has_its_sectors(void **state) {
    static const struct {
        const char *text, *expected;
    } cases[] = {{"A spokesman for the Danish army left the room.", "DNK MIL\tspokesman"},
                 {"A spokesman for the Danish president left the room.", "DNK GOV\tspokesman"},
                 {"The Kremlin said the talks would go on.", "\tRUS GOV\t [The Kremlin]"},
                 {"Tehran said the talks would go on.", "\tIRN GOV\t [Tehran]"},
                 {"Somaliland said the talks would go on.", "Somaliland\tSOM PRE"},
                 {"The party met leaders of a breakaway region of Moldova.", "MDA PRE\tbreakaway region"},
                 {"Gunmen attacked a police station in Chad on Monday.", "TCD COP\tpolice station"},
                 {"Aid reached Sudan's displaced on Monday.", "SDN REF\tdisplaced"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_has(stage_text(state, "entity", cases[i].text, NULL), cases[i].expected);
}

/* Abkhazia has Georgia's code, and is another party to its talks. */
static void a_state_of_its_own_saying_is_not_the_other_one(void **state) {
    const char *t = stage_text(state, "entity", "Georgia and Abkhazia agreed on a ceasefire on Monday.", NULL);
    assert_has(t, "Georgia\tGEO\t");
    assert_has(t, "Abkhazia\tGEO PRE\t");
}

/* "The British prime minister" is somebody on a day; what the article itself says counts for more. */
static void an_office_names_its_holder(void **state) {
    const char *text = "The deal pleased the British prime minister.";
    assert_has(stage_text(state, "entity", text, "2023-03-01"),
               "Rishi Sunak\tGBR GOV\tprime minister [British prime minister]");
    assert_has(stage_text(state, "entity", text, "2024-07-05"), "Keir Starmer\tGBR GOV"); /* his first day */
    assert_has(stage_text(state, "entity", text, "2026-08-01"), "Andy Burnham\tGBR GOV\tprime minister");
    assert_has(stage_text(state, "entity", text, NULL), "British prime minister\tGBR GOV\tprime minister");
    assert_has(stage_text(state, "entity", text, "2031-01-01"), "British prime minister\tGBR GOV\tprime minister");
    assert_lacks(stage_text(state, "entity", "The deal pleased the former British prime minister.", "2023-03-01"),
                 "Sunak");
    assert_lacks(stage_text(state, "entity", "The deal pleased British prime ministers.", "2023-03-01"), "Sunak");
    assert_lacks(
        stage_text(state, "entity",
                   "British prime minister Ada Quillfeather left. The deal pleased the British prime minister.",
                   "2023-03-01"),
        "Sunak");
}

static void an_office_ends(void **state) {
    const char *text = "Joe Biden spoke about the talks in the city yesterday evening.";
    assert_has(stage_text(state, "entity", text, "2022-06-01"), "Joe Biden\tUSA GOV");
    assert_has(stage_text(state, "entity", text, "2026-06-01"), "Joe Biden\tUSA ELI");
}

/* A minister whom a source of 2022 saw in office: believed for two years, then no more, and never called former. */
static void an_open_term_is_not_believed_for_ever(void **state) {
    const char *text = "Ahmed Robleh Abdilleh spoke about the talks in the city yesterday evening.";
    assert_has(stage_text(state, "entity", text, "2023-06-01"), "Ahmed Robleh Abdilleh\tDJI GOV\tMinister of Health");
    assert_has(stage_text(state, "entity", text, "2026-06-01"), "Ahmed Robleh Abdilleh\tDJI ELI\tMinister of Health");
}

static void a_successor_ends_a_term(void **state) {
    const char *text = "Keir Starmer spoke about the talks in the city yesterday evening.";
    assert_has(stage_text(state, "entity", text, "2024-07-05"), "Keir Starmer\tGBR GOV");
    assert_has(stage_text(state, "entity", text, "2026-07-19"), "Keir Starmer\tGBR GOV");
    assert_has(stage_text(state, "entity", text, "2026-07-20"), "Keir Starmer\tGBR ELI");
    text = "Andy Burnham spoke about the talks in the city yesterday evening.";
    assert_has(stage_text(state, "entity", text, "2026-07-20"), "Andy Burnham\tGBR GOV\tPrime Minister");
}

/* The same man twice in one office, with another between. */
static void terms_of_one_office_are_kept_apart(void **state) {
    const char *text = "Donald Trump spoke about the talks in the city yesterday evening.";
    assert_has(stage_text(state, "entity", text, "2018-03-01"), "Donald Trump\tUSA GOV\tPresident");
    assert_has(stage_text(state, "entity", text, "2022-03-01"), "Donald Trump\tUSA ELI\tPresident");
    assert_has(stage_text(state, "entity", text, "2026-03-01"), "Donald Trump\tUSA GOV\tPresident");
}

/* Sultan and, for some months of the beginning, minister too: the end of the second office is not that of the first. */
static void another_office_of_the_same_day_ends_no_term(void **state) {
    const char *text = "Haitham bin Tarik Al Said spoke about the talks in the city yesterday evening.";
    assert_has(stage_text(state, "entity", text, "2026-06-01"), "Haitham bin Tarik Al Said\tOMN GOV\tSultan");
    text = "Wei Fenghe spoke about the talks in the city yesterday evening.";
    assert_has(stage_text(state, "entity", text, "2022-06-01"), "Wei Fenghe\tCHN GOV");
    assert_has(stage_text(state, "entity", text, "2023-06-01"), "Wei Fenghe\tCHN ELI");
}

static void two_offices_give_both_their_sectors(void **state) {
    const char *t = stage_text(state, "entity",
                               "Danish president and party leader Sigrid Holmgaard spoke "
                               "about the talks.",
                               "2026-06-01");
    assert_has(t, "Sigrid Holmgaard\tDNK GOV PTY");
}

/* Of an armed group without a home: they are where it is told of, whatever the article is mostly about. */
static void fighters_are_where_they_fight(void **state) {
    const char *t = stage_text(state, "entity",
                               "Norway and Sweden argued for days. Norway sent a letter and Norway waited.\n\n"
                               "Islamic State gunmen attacked a convoy near Gao in Mali on Monday.",
                               NULL);
    assert_has(t, "MLI REB\tgunmen");
}

static void a_former_head_is_known_by_surname(void **state) {
    const char *text = "Merkel spoke about the talks in the city yesterday evening.";
    assert_has(stage_text(state, "entity", text, "2020-03-01"), "Merkel\tDEU GOV");
    assert_has(stage_text(state, "entity", text, "2023-03-01"), "Merkel\tDEU ELI");
    assert_lacks(stage_text(state, "entity", text, "2040-03-01"), "DEU");
}

static void initials_and_full_forenames_are_the_same_person(void **state) {
    assert_has(stage_text(state, "entity", "Joseph R. Biden Jr. spoke about the talks yesterday.", "2022-05-01"),
               "Joseph R. Biden Jr.\tUSA GOV");
    assert_has(stage_text(state, "entity", "Antony J. Blinken Sr. spoke about the talks yesterday.", "2022-05-01"),
               "Antony J. Blinken Sr.\tUSA GOV");
    assert_has(stage_text(state, "entity", "Donald J. Trump spoke about the talks yesterday.", "2018-05-01"),
               "Donald J. Trump\tUSA GOV");
    assert_has(stage_text(state, "entity", "Antony J. Blinken spoke about the talks yesterday.", "2022-05-01"),
               "Antony J. Blinken\tUSA GOV");
    assert_lacks(stage_text(state, "entity", "Joseph Q. Karstens spoke about the talks yesterday.", "2022-05-01"),
                 "USA");
}

static void an_attorney_general_is_no_general(void **state) {
    assert_has(stage_text(state, "entity", "Mari Tamm, the U.S. attorney general, condemned Mexico.", NULL),
               "Mari Tamm\tUSA GOV\tattorney general");
}

static void who_is_not_described_is_of_the_articles_country(void **state) {
    const char *text = "Kenya and its parliament debated. The Kenyan police arrested Emil Otieno in Nairobi. "
                       "Emil Otieno thanked the Kenyan court.";
    assert_has(stage_text(state, "entity", text, NULL), "Emil Otieno\tKEN CVL");
}

static void who_left_the_government_may_sit_in_parliament(void **state) {
    const char *text = "Scott Morrison spoke about the talks in the city yesterday evening.";
    assert_has(stage_text(state, "entity", text, "2022-01-10"), "Scott Morrison\tAUS GOV");
    assert_has(stage_text(state, "entity", text, "2023-01-10"), "Scott Morrison\tAUS LEG");
    assert_has(stage_text(state, "entity", text, "2025-01-10"), "Scott Morrison\tAUS ELI");
}

static void armed_groups_are_rebels(void **state) {
    const char *t = stage_text(
        state, "entity", "Hamas fighters and the Houthis spoke with Egyptian police about the border crossing.", NULL);
    assert_has(t, "PSE REB");
    assert_has(t, "YEM REB");
    assert_has(t, "EGY COP");
}

static void domestic_actors_take_the_articles_country(void **state) {
    const char *t = stage_text(
        state, "entity",
        "NAIROBI, July 3 (Reuters) - Police fired at protesters in Kenya on Wednesday. Lawmakers in Kenya left.",
        "2024-07-04");
    assert_has(t, "KEN COP");
    assert_has(t, "KEN CVL");
}

static void a_word_keeps_the_country_that_it_was_given(void **state) {
    const char *t = stage_text(
        state, "entity",
        "Chadian rebels attacked Sudanese troops in Sudan on Monday. Fighting went on for days. The rebels withdrew.",
        NULL);
    assert_has(t, "TCD REB\trebels [Chadian rebels] [rebels]");
}

static void the_scene_beats_the_article(void **state) {
    const char *t =
        stage_text(state, "entity",
                   "Norway and Sweden argued for days. Norway sent a letter and Norway waited. In Uganda police "
                   "shot at students.",
                   NULL);
    assert_has(t, "UGA COP");
    assert_has(t, "UGA EDU");
}

static void a_court_may_be_an_international_one(void **state) {
    const char *t = stage_text(
        state, "entity",
        "The International Court of Justice heard the lawyers of both on Monday. The court will rule in May.", NULL);
    assert_has(t, "ICJ JUD\tcourt");
}

static void shortened_names_are_the_same_person(void **state) {
    const char *t = stage_text(
        state, "entity", "Foreign minister Tomas Brandvik of Norway arrived. Brandvik thanked his hosts in the palace.",
        NULL);
    assert_has(t, "[Tomas Brandvik] [Brandvik]");
}

static void a_number_of_nationals_are_people(void **state) {
    const char *t = stage_text(state, "entity", "The storm killed 74 Palestinians near the coast on Monday.", NULL);
    assert_has(t, "\tPSE CVL\t");
    t = stage_text(state, "entity", "Police detained a Pole, one Colombian and a Turkish court on Monday.", NULL);
    assert_has(t, "\tPOL CVL\t");
    assert_has(t, "\tCOL CVL\t");
    assert_lacks(t, "\tTUR CVL\t");
}

static void an_adjective_belongs_to_the_state(void **state) {
    const char *t = stage_text(state, "entity", "A Dutch court sentenced the French minister on Monday.", NULL);
    assert_has(t, "\tNLD JUD\t");
    assert_has(t, "\tFRA GOV\t");
}

static void a_backer_is_no_home(void **state) {
    const char *t = stage_text(state, "entity",
                               "Fighting broke out in Sudan on Monday. An Israeli-backed militia left the town.", NULL);
    assert_has(t, "\tSDN REB PRM\t");
}

static void an_office_over_a_comma_belongs_to_the_name(void **state) {
    const char *t = stage_text(state, "entity",
                               "The Foreign Minister of Armenia, Edgar Halburian, travelled to Peru for talks.", NULL);
    assert_has(t, "Edgar Halburian\tARM GOV");
}

static void the_next_mans_office_is_not_ones_own(void **state) {
    const char *t = stage_text(
        state, "entity",
        "After talks with Indonesian minister Budi Hartawan, Brazilian president Caio Mendanha left the city.", NULL);
    assert_has(t, "Budi Hartawan\tIDN GOV");
    assert_has(t, "Caio Mendanha\tBRA GOV");
}

static void a_site_is_not_the_town_in_its_name(void **state) {
    const char *t = stage_text(
        state, "entity", "Planes landed at Sanaa International Airport and in Saada Governorate, Yemen, today.", NULL);
    assert_has(t, "facility\tSanaa International Airport\tYEM");
    assert_has(t, "place\tSaada Governorate\tYEM");
}

static void the_union_is_the_one_named_in_full(void **state) {
    const char *t = stage_text(
        state, "entity", "The European Union met on Monday. Sanctions were imposed by the Union on Russia.", NULL);
    assert_has(t, "[European Union] [Union]");
    assert_lacks(stage_text(state, "entity", "A strike was called by the Union in Leeds.", NULL), "\tEU ");
}

static void georgia_is_the_state_whose_towns_are_named(void **state) {
    const char *text = "Police in Georgia arrested 12 protesters on Sunday. The march began in Atlanta.";
    assert_has(stage_text(state, "entity", text, NULL), "Georgia\tUSA");
    assert_has(stage_text(state, "entity", "Police in Georgia arrested him in Tbilisi. He had been to Atlanta.", NULL),
               "Georgia\tGEO");
    assert_has(stage_text(state, "entity", "Georgia accused Russia on Sunday. The U.S. condemned it.", NULL),
               "Georgia\tGEO");
}

static void the_north_needs_the_koreas(void **state) {
    assert_has(
        stage_text(state, "entity", "North Korea fired a rocket. The South Korean army said the North lied.", NULL),
        "[North Korea] [North]");
    assert_lacks(stage_text(state, "entity", "In Nigeria the North voted late.", NULL), "PRK");
}

static void an_address_stands_between_office_and_name(void **state) {
    const char *t = stage_text(
        state, "entity",
        "The Indonesian Foreign Minister, Mr Ari Sutanto, who had left, spoke. Ms Bishop of Australia listened.", NULL);
    assert_has(t, "Ari Sutanto\tIDN GOV");
    assert_lacks(t, " REL");
}

static void two_nationalities_are_two(void **state) {
    const char *t = stage_text(state, "coref", "Russia urged the Armenian and Azerbaijani ministers to talk.", NULL);
    assert_has(t, "Armenian and Azerbaijani ministers\tArmenian ministers + Azerbaijani ministers\n");
}

static void a_row_of_bodies_gives_each_its_own_name(void **state) {
    const char *t = stage_text(state, "entity", "LinkedIn and Netflix were fined by the Saudi National Guard.", NULL);
    assert_has(t, "LinkedIn\tUSA BUS");
    assert_has(t, "Netflix\tUSA BUS");
    assert_has(t, "\tSAU MIL\t");
}

static void the_owner_says_whose_body_it_is(void **state) {
    const char *t = stage_text(
        state, "entity",
        "Norway's Foreign Office accused Danish troops of having breached the truce. The Foreign Office said so.",
        NULL);
    assert_has(t, "Foreign Office\tNOR GOV\t [Foreign Office] [Foreign Office]");
    assert_has(stage_text(state, "entity", "The Brazilian National Congress overrode a veto on Monday.", NULL),
               "National Congress\tBRA LEG");
}

static void a_party_is_the_countrys_own(void **state) {
    const char *t =
        stage_text(state, "entity", "In Bangkok the Democrats ruled out joining a cabinet of Thailand.", NULL);
    assert_has(t, "Democrats\tTHA PTY");
    t = stage_text(state, "entity", "The Democrats and the White House agreed in Washington.", NULL);
    assert_has(t, "Democratic Party\tUSA PTY");
}

static void a_newspaper_in_its_name_makes_no_newspaper(void **state) {
    const char *t = stage_text(state, "entity", "The Sudan Liberation Front rejected the truce on Monday.", NULL);
    assert_has(t, "Sudan Liberation Front\tSDN REB");
}

static void a_government_is_of_the_country_of_whose_it_is(void **state) {
    static const struct {
        const char *text, *has;
    } cases[] = {{"Norway criticised the Erdogan government in a letter.", "government\tTUR GOV"},
                 {"Norway criticised the government of Narendra Modi.", "government\tIND GOV"},
                 {"Norway rejected what Putin's legal team had sent.", "team\tRUS GOV"},
                 {"Forces loyal to Khalifa Haftar left the town.", "Forces\tLBY MIL"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_has(stage_text(state, "entity", cases[i].text, NULL), cases[i].has);
}

static void who_leads_is_one_of_them(void **state) {
    static const struct {
        const char *text, *has;
    } cases[] = {{"The president of the Chilean teachers' union spoke.", "president\tCHL LAB"},
                 {"The leader of the Iraqi militia spoke.", "leader\tIRQ REB PRM"},
                 {"The president of Chile spoke.", "president\tCHL GOV"},
                 {"Peronist governors left Buenos Aires in Argentina.", "Peronist governors\tARG GOV"},
                 {"Two suspected Taliban insurgents were held in Logar.", "Taliban insurgents\tAFG REB"},
                 {"The Belarusian KGB held two men.", "KGB\tBLR SPY"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_has(stage_text(state, "entity", cases[i].text, NULL), cases[i].has);
}

static void a_dead_rebel_was_no_official(void **state) {
    const char *text = "Israel killed Hassan Nasrallah in Beirut.";
    assert_has(stage_text(state, "entity", text, "2025-01-05"), "Hassan Nasrallah\tLBN REB");
}

static void a_body_has_its_whole_name(void **state) {
    const char *t = stage_text(state, "entity",
                               "The Kenyan Committee for the Defence of Democracy met the Commission on Monday.", NULL);
    assert_has(t, "Kenyan Committee for the Defence of Democracy\tKEN");
    assert_has(t, "[Commission]");
}

static void the_opposition_sits_in_parliament(void **state) {
    const char *t = stage_text(state, "entity", "Opposition legislators walked out of parliament in Uganda.", NULL);
    assert_has(t, "legislators\tUGA OPP");
}

static void the_country_behind_a_name_is_its_own(void **state) {
    const char *t =
        stage_text(state, "entity",
                   "She brought together foreign ministers Zoran Lubric of Croatia and Jan Wolski of Poland.", NULL);
    assert_has(t, "Zoran Lubric\tHRV GOV");
    assert_has(t, "Jan Wolski\tPOL GOV");
}

static void nationalities_are_given_in_turn(void **state) {
    const char *t = stage_text(
        state, "entity", "The Greek and French foreign ministers, Nikos Papas and Jean Dubois, met in Athens.", NULL);
    assert_has(t, "Nikos Papas\tGRC GOV");
    assert_has(t, "Jean Dubois\tFRA GOV");
}

static void an_envoy_is_whose_he_is(void **state) {
    const char *t =
        stage_text(state, "entity",
                   "Oslo, whose envoy Jon Feltner had held talks in Khartoum, condemned the coup in Sudan.", NULL);
    assert_has(t, "Jon Feltner\tNOR GOV");
    t = stage_text(state, "entity", "On Friday Norway recalled its ambassador from Lima. Peru protested.", NULL);
    assert_has(t, "ambassador\tNOR GOV");
    t = stage_text(state, "entity", "On Friday the Norwegian government recalled its two envoys from Lima.", NULL);
    assert_has(t, "envoys\tNOR GOV");
}

static void whose_national_one_is_stands_beside_the_name(void **state) {
    const char *t = stage_text(state, "entity",
                               "A court in Cairo heard the case on Monday. Russian Viktor Kirin was arrested in Oslo. "
                               "Two Egyptians, Hani Sabri and Amr Nabil, were expelled by Kuwait. "
                               "Peter Novak, a Slovak, was released. Emil Haddad left Cairo, a French paper said.",
                               NULL);
    assert_has(t, "Viktor Kirin\tRUS CVL");
    assert_has(t, "Hani Sabri\tEGY CVL");
    assert_has(t, "Amr Nabil\tEGY CVL");
    assert_has(t, "Peter Novak\tSVK CVL");
    assert_has(t, "Emil Haddad\tEGY CVL"); /* of the country nearest, not of the paper */
}

static void an_office_that_ended_is_still_an_address(void **state) {
    const char *text = "President Biden spoke to voters in Chicago on Friday.";
    assert_has(stage_text(state, "entity", text, "2022-05-01"), "Biden\tUSA GOV");
    assert_has(stage_text(state, "entity", text, "2026-05-01"), "Biden\tUSA ELI");
    text = "President Joe Biden spoke to voters in Chicago on Friday.";
    assert_has(stage_text(state, "entity", text, "2026-05-01"), "Biden\tUSA ELI");
    text = "The Danish president Joe Biden spoke to voters on Friday.";
    assert_has(stage_text(state, "entity", text, "2026-05-01"), "Biden\tDNK GOV");
}

static void a_chief_executive_may_head_a_government(void **state) {
    const char *t = stage_text(state, "entity",
                               "The chief executive of Hong Kong condemned the violence on Monday. "
                               "The chief executive of the British bank resigned.",
                               "2019-06-04");
    assert_has(t, "\tHKG GOV\tchief executive");
    assert_has(t, "\tGBR BUS\tchief executive");
}

static void a_region_is_the_one_of_most_people(void **state) {
    const char *t =
        stage_text(state, "entity", "Ross Spanner of Florida called the inquiry an attack on voters.", NULL);
    assert_has(t, "Florida\tUSA");
}

static void a_secretary_general_is_of_the_body_spoken_of(void **state) {
    const char *t = stage_text(
        state, "entity", "The United Nations sent food to Chad. The Secretary-General thanked Chad on Monday.", NULL);
    assert_has(t, "Secretary-General\tUN GOV IGO");
    t = stage_text(state, "entity", "The commissioner thanked the soldiers of Chad on Monday.", NULL);
    assert_has(t, "commissioner\tTCD GOV\t");
}

static void a_leader_of_one_word_is_not_his_tower(void **state) {
    assert_has(stage_text(state, "entity", "Talks with Putin were held in Moscow on Monday.", "2024-05-01"),
               "Putin\tRUS GOV");
    assert_lacks(stage_text(state, "entity", "Police searched Trump Tower on Monday.", "2024-05-01"), "Trump\tUSA");
}

static void a_backed_group_has_its_leader(void **state) {
    assert_has(
        stage_text(state, "entity",
                   "Omar Holmgaard, leader of the Syrian-backed Popular Front for the Liberation of Palestine, fled.",
                   NULL),
        "Omar Holmgaard\tPSE REB");
}

static void a_relative_clause_is_no_part_of_a_name(void **state) {
    const char *t = stage_text(state, "entity", "Talks began with Moldova, whose citizens vote in May.", NULL);
    assert_has(t, "citizens\tMDA CVL");
    assert_lacks(t, "Moldova, whose");
}

static void money_is_no_state(void **state) {
    const char *t = stage_text(state, "entity", "Kenya paid US$50 million and 30 million Australian dollars.", NULL);
    assert_has(t, "\tKEN\t");
    assert_lacks(t, "USA");
    assert_lacks(t, "AUS");
}

static void a_matter_is_no_body(void **state) {
    const char *t =
        stage_text(state, "entity", "Chad brought the men to justice, shared intelligence and met opposition.", NULL);
    assert_lacks(t, "JUD");
    assert_lacks(t, "SPY");
    assert_lacks(t, "OPP");
    assert_has(stage_text(state, "entity", "Chad's opposition fears the intelligence.", NULL), "TCD OPP");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(gives_countries_their_codes),
                                       READING_TEST(the_owner_says_whose_body_it_is),
                                       READING_TEST(a_party_is_the_countrys_own),
                                       READING_TEST(a_newspaper_in_its_name_makes_no_newspaper),
                                       READING_TEST(a_government_is_of_the_country_of_whose_it_is),
                                       READING_TEST(who_leads_is_one_of_them),
                                       READING_TEST(a_dead_rebel_was_no_official),
                                       READING_TEST(a_body_has_its_whole_name),
                                       READING_TEST(the_opposition_sits_in_parliament),
                                       READING_TEST(the_country_behind_a_name_is_its_own),
                                       READING_TEST(nationalities_are_given_in_turn),
                                       READING_TEST(an_envoy_is_whose_he_is),
                                       READING_TEST(whose_national_one_is_stands_beside_the_name),
                                       READING_TEST(an_office_that_ended_is_still_an_address),
                                       READING_TEST(a_chief_executive_may_head_a_government),
                                       READING_TEST(a_region_is_the_one_of_most_people),
                                       READING_TEST(a_secretary_general_is_of_the_body_spoken_of),
                                       READING_TEST(a_description_beats_the_list),
                                       READING_TEST(an_office_to_come_or_claimed_is_no_government),
                                       READING_TEST(who_is_being_ousted_is_in_office),
                                       READING_TEST(a_body_has_its_days),
                                       READING_TEST(its_forces_are_the_subjects),
                                       READING_TEST(an_office_of_a_part_is_not_the_states),
                                       READING_TEST(who_stands_for_another_has_its_sectors),
                                       READING_TEST(a_state_of_its_own_saying_is_not_the_other_one),
                                       READING_TEST(an_office_names_its_holder),
                                       READING_TEST(an_office_ends),
                                       READING_TEST(an_open_term_is_not_believed_for_ever),
                                       READING_TEST(a_successor_ends_a_term),
                                       READING_TEST(terms_of_one_office_are_kept_apart),
                                       READING_TEST(another_office_of_the_same_day_ends_no_term),
                                       READING_TEST(two_offices_give_both_their_sectors),
                                       READING_TEST(fighters_are_where_they_fight),
                                       READING_TEST(a_former_head_is_known_by_surname),
                                       READING_TEST(initials_and_full_forenames_are_the_same_person),
                                       READING_TEST(an_attorney_general_is_no_general),
                                       READING_TEST(who_is_not_described_is_of_the_articles_country),
                                       READING_TEST(who_left_the_government_may_sit_in_parliament),
                                       READING_TEST(armed_groups_are_rebels),
                                       READING_TEST(domestic_actors_take_the_articles_country),
                                       READING_TEST(a_word_keeps_the_country_that_it_was_given),
                                       READING_TEST(the_scene_beats_the_article),
                                       READING_TEST(a_court_may_be_an_international_one),
                                       READING_TEST(shortened_names_are_the_same_person),
                                       READING_TEST(a_number_of_nationals_are_people),
                                       READING_TEST(an_adjective_belongs_to_the_state),
                                       READING_TEST(a_backer_is_no_home),
                                       READING_TEST(an_office_over_a_comma_belongs_to_the_name),
                                       READING_TEST(the_next_mans_office_is_not_ones_own),
                                       READING_TEST(a_site_is_not_the_town_in_its_name),
                                       READING_TEST(the_union_is_the_one_named_in_full),
                                       READING_TEST(georgia_is_the_state_whose_towns_are_named),
                                       READING_TEST(the_north_needs_the_koreas),
                                       READING_TEST(an_address_stands_between_office_and_name),
                                       READING_TEST(two_nationalities_are_two),
                                       READING_TEST(a_row_of_bodies_gives_each_its_own_name),
                                       READING_TEST(a_backed_group_has_its_leader),
                                       READING_TEST(a_relative_clause_is_no_part_of_a_name),
                                       READING_TEST(money_is_no_state),
                                       READING_TEST(a_matter_is_no_body),
                                       READING_TEST(a_leader_of_one_word_is_not_his_tower)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
