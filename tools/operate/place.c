/* SPDX-License-Identifier: Apache-2.0 */
/* The daemon's configuration, read by the daemon's own code. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "operate.h"

static const char installed[] = "/etc/dragoman/dragomand.conf";

static void say(void *arg, const char *line) {
    (void)arg;
    fprintf(stderr, "dragoman: %s\n", line);
}

static int read_config(const char *path, config *out) {
    return config_read(path, out, say, NULL) == 0 ? CLI_OK : CLI_CONFIG;
}

int operate_config(const cli *c, config *out) {
    const char *path = c->config ? c->config : installed;
    *out = (config){0};
    if (access(path, R_OK) == 0)
        return read_config(path, out);
    fprintf(stderr, "dragoman: %s: %s (%s)\n", path, strerror(errno),
            errno == EACCES ? "ask as root, or as a member of the file's group"
            : c->config     ? "--config names the daemon's configuration"
                            : "name the daemon's configuration with --config");
    return CLI_NO_INPUT;
}

int operate_config_or_defaults(const cli *c, config *out) {
    if (c->config || access(installed, R_OK) == 0)
        return operate_config(c, out);
    return read_config(NULL, out);
}

const char *operate_config_text(const config *c, const char *section, const char *name) {
    for (size_t i = 0; i < config_option_count; i++) {
        const config_option *o = &config_options[i];
        if (o->type == CONFIG_TEXT && strcmp(o->section, section) == 0 && strcmp(o->name, name) == 0)
            return *(char *const *)((const char *)c + o->offset);
    }
    return "";
}

int64_t operate_number(const char *of, const char *option, const char *text, int64_t least, int64_t otherwise) {
    char *end = NULL;
    if (!text)
        return otherwise;
    errno = 0;
    long long n = strtoll(text, &end, 10);
    if (end != text && !*end && !errno && n >= least && n <= INT32_MAX)
        return n;
    cli_usage(of, "--%s takes a whole number from %lld on, not '%s'", option, (long long)least, text);
    return -1;
}
