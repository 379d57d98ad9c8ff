/* SPDX-License-Identifier: Apache-2.0 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "demo.h"

static const char usage[] =
    "usage: dragoman-demo broker --file FILE NAME:PARTITIONS…   an embedded broker; its address is written to FILE\n"
    "       dragoman-demo topics --brokers B NAME:PARTITIONS…   makes topics on a broker\n"
    "       dragoman-demo feed   --brokers B --topic T PATH…    sends .txt, .html, .json, .jsonl files, folders of "
    "them\n"
    "       dragoman-demo show   --brokers B --raw FILE [--articles N] [--follow] [--latest] [--quiet] [--timeout S]\n"
    "                            shows the records of the topics events, extractions and dead-letters, and keeps\n"
    "                            them as JSON lines in FILE; ends after the answers to N articles, but for --follow;\n"
    "                            --latest shows only what comes from now on, and adds to FILE\n";

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"brokers", required_argument, NULL, 'b'},
        {"file", required_argument, NULL, 'f'},
        {"topic", required_argument, NULL, 't'},
        {"raw", required_argument, NULL, 'r'},
        {"articles", required_argument, NULL, 'n'},
        {"timeout", required_argument, NULL, 's'},
        {"follow", no_argument, NULL, 'F'},
        {"quiet", no_argument, NULL, 'q'},
        {"latest", no_argument, NULL, 'l'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    static const struct {
        const char *name;
        int (*run)(const demo *);
    } commands[] = {{"broker", demo_broker}, {"topics", demo_topics}, {"feed", demo_feed}, {"show", demo_show}};
    demo d = {.timeout = 120};
    for (int o = 0; (o = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        switch (o) {
        case 'b':
            d.brokers = optarg;
            break;
        case 'f':
            d.file = optarg;
            break;
        case 't':
            d.topic = optarg;
            break;
        case 'r':
            d.raw = optarg;
            break;
        case 'n':
            d.articles = (int)strtol(optarg, NULL, 10);
            break;
        case 's':
            d.timeout = (int)strtol(optarg, NULL, 10);
            break;
        case 'F':
            d.follow = true;
            break;
        case 'l':
            d.latest = true;
            break;
        case 'q':
            d.quiet = true;
            break;
        case 'h':
            fputs(usage, stdout);
            return 0;
        default:
            fputs(usage, stderr);
            return 64;
        }
    }
    const char *command = optind < argc ? argv[optind] : "";
    d.rest = (const char *const *)argv + optind + 1;
    d.n = optind < argc ? (size_t)(argc - optind - 1) : 0;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(command, commands[i].name) == 0)
            return commands[i].run(&d);
    fputs(usage, stderr);
    return 64;
}
