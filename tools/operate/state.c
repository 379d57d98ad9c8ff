/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dragoman state export, import: what the daemon remembers of crashes, as a backup (daemon/backup.h). A running daemon is asked. The
 * folder of a stopped one is dragomand's to read and write; where the unit makes the folder (DynamicUser=, StateDirectory=), dragomand
 * runs as that unit would, with its user and its folder, for who owns the files is systemd's affair and differs between its versions.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "operate.h"

enum { PLACES = 64, STATE_SECONDS = 30, WORDS = 32 };

typedef struct job {
    const cli *c;
    bool import;
    const char *file;
    int fd; /* where the backup goes to or comes from */
    char unit[200];
} job;

/* ---- programs ------------------------------------------------------------------------------------------------------------ */

/* Runs a program with these files as its standard input and output, -1 for ours. Its exit status; 127: it cannot be run. */
static int run_program(char *const *words, int in, int out) {
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        if ((in < 0 || dup2(in, STDIN_FILENO) >= 0) && (out < 0 || dup2(out, STDOUT_FILENO) >= 0))
            execvp(words[0], words);
        fprintf(stderr, "dragoman: %s: %s\n", words[0], strerror(errno));
        _exit(127);
    }
    bool ended = child > 0 && waitpid(child, &status, 0) == child;
    return ended && WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

/* A status of dragomand's is one of ours; what else comes (of systemd, of a signal) is not. */
static int status_of(int exited) {
    switch (exited) {
    case CLI_OK:
    case CLI_USAGE:
    case CLI_DATA:
    case CLI_ABSENT:
    case CLI_AGAIN:
    case CLI_CONFIG:
        return exited;
    default:
        return CLI_OS;
    }
}

/* The dragomand beside us, else that of the path. */
static const char *dragomand(char *buffer, size_t cap) {
    static const char name[] = "/dragomand";
    ssize_t n = readlink("/proc/self/exe", buffer, cap - sizeof name);
    char *slash = n > 0 ? memrchr(buffer, '/', (size_t)n) : NULL;
    if (slash)
        memcpy(slash, name, sizeof name);
    return slash && access(buffer, X_OK) == 0 ? buffer : name + 1;
}

/* ---- a stopped daemon ------------------------------------------------------------------------------------------------------ */

static int carry_here(const job *j) {
    char path[4096], option[] = "--export-state";
    char *words[6] = {NULL};
    size_t n = 0;
    words[n++] = (char *)(uintptr_t)dragomand(path, sizeof path);
    if (j->c->config) {
        words[n++] = "--config";
        words[n++] = (char *)(uintptr_t)j->c->config;
    }
    words[n++] = j->import ? "--import-state" : option;
    return status_of(run_program(words, j->import ? j->fd : -1, j->import ? -1 : j->fd));
}

/* What `systemctl show` says of the unit, NAME=VALUE a line, as it may be given to a unit of our own. */
static char *ask_systemd(const char *unit) {
    int ends[2];
    char *text = calloc(1, 4096);
    char *words[] = {"systemctl",
                     "show",
                     "--property=LoadState,DynamicUser,User,Group,StateDirectory,StateDirectoryMode,UMask",
                     "--",
                     (char *)(uintptr_t)unit,
                     NULL};
    if (!text || pipe2(ends, O_CLOEXEC) != 0) {
        free(text);
        return NULL;
    }
    int status = run_program(words, -1, ends[1]); /* what it says fits into the pipe */
    close(ends[1]);
    for (ssize_t n = 0, got; n < 4095 && (got = read(ends[0], text + n, (size_t)(4095 - n))) > 0;)
        n += got;
    close(ends[0]);
    if (status == 0)
        return text;
    free(text);
    return NULL;
}

/* The words of the command that runs dragomand as the unit would. False: the unit has no state folder. */
static bool dress(char *properties, const char *option, char **words) {
    static const char *const begin[] = {"systemd-run", "--quiet", "--collect",
                                        "--wait",      "--pipe",  "--service-type=exec"};
    size_t n = 0;
    bool folder = false;
    char *rest = NULL;
    for (size_t i = 0; i < sizeof begin / sizeof begin[0]; i++)
        words[n++] = (char *)(uintptr_t)begin[i];
    for (char *line = strtok_r(properties, "\n", &rest); line && n < WORDS - 4; line = strtok_r(NULL, "\n", &rest)) {
        const char *value = strchr(line, '=');
        if (!value || !value[1] || strncmp(line, "LoadState=", 10) == 0)
            continue;
        folder = folder || strncmp(line, "StateDirectory=", 15) == 0;
        words[n++] = "-p";
        words[n++] = line;
    }
    words[n++] = "dragomand";
    words[n++] = (char *)(uintptr_t)option;
    words[n] = NULL;
    return folder;
}

static int carry_in_unit(const job *j) {
    char *words[WORDS];
    int status = CLI_CONFIG;
    char *properties = ask_systemd(j->unit);
    if (!properties) {
        fprintf(stderr, "dragoman: %s: systemd does not say whose its state is (systemctl show %s)\n", j->unit,
                j->unit);
        return CLI_OS;
    }
    if (!strstr(properties, "LoadState=loaded\n"))
        fprintf(stderr, "dragoman: there is no unit %s here (--instance names the instance of dragomand@NAME)\n",
                j->unit);
    else if (!dress(properties, j->import ? "--import-state" : "--export-state", words))
        fprintf(stderr, "dragoman: %s has no StateDirectory=: [flow] state names a state folder\n", j->unit);
    else
        status = status_of(run_program(words, j->import ? j->fd : -1, j->import ? -1 : j->fd));
    free(properties);
    return status;
}

/* [flow] state and $STATE_DIRECTORY name the folder themselves; else it is the unit's. */
static int carry(const job *j, const config *conf) {
    const char *given = getenv("STATE_DIRECTORY");
    if (*conf->state || (given && *given))
        return carry_here(j);
    if (access("/run/systemd/system", F_OK) == 0)
        return carry_in_unit(j);
    fprintf(stderr,
            "dragoman: neither [flow] state nor $STATE_DIRECTORY names a state folder, and there is no systemd\n");
    return CLI_CONFIG;
}

/* ---- a running daemon ------------------------------------------------------------------------------------------------------- */

static int say_several(const daemon_place *places, size_t n) {
    fprintf(stderr, "dragoman: several daemons run here, name one with --instance:");
    for (size_t i = 0; i < n; i++)
        fprintf(stderr, " %s", *places[i].name ? places[i].name : "(the plain unit)");
    fputc('\n', stderr);
    return CLI_USAGE;
}

/* *gone: it ended meanwhile, and its folder can be read. */
static int ask_state(const daemon_place *place, int fd, bool *gone) {
    int status = CLI_OK;
    json_t *answer = ask_daemon(place, json_pack("{s:s}", "do", "state"), STATE_SECONDS, &status);
    json_t *backup = json_object_get(answer, "state");
    *gone = !answer && status == CLI_ABSENT;
    if (answer && !json_is_true(json_object_get(answer, "ok")))
        status = ask_refused(*place->name ? place->name : "dragomand", answer);
    else if (answer &&
             (!json_is_object(backup) || json_dumpfd(backup, fd, JSON_INDENT(2)) != 0 || write(fd, "\n", 1) != 1))
        status = cli_say_errno("the backup cannot be written", CLI_IO);
    else if (answer)
        fprintf(stderr, "dragoman: the running daemon has %zu suspects\n",
                json_array_size(json_object_get(backup, "suspects")));
    json_decref(answer);
    return status;
}

static int export_state(const job *j, const config *conf) {
    daemon_place places[PLACES];
    bool gone = true;
    int status = CLI_OK;
    size_t n = ask_places(j->c, conf, places, PLACES);
    if (n > 1)
        return say_several(places, n);
    if (n == 1)
        status = ask_state(&places[0], j->fd, &gone);
    return gone ? carry(j, conf) : status;
}

/* A daemon would write over what is brought, and has the folder locked besides; it is said before anything is done. */
static int import_state(const job *j, const config *conf) {
    daemon_place places[PLACES];
    size_t n = ask_places(j->c, conf, places, PLACES);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(places[i].name, j->c->instance ? j->c->instance : "") != 0)
            continue;
        fprintf(stderr, "dragoman: the daemon runs, its state cannot be changed: stop it first (systemctl stop %s)\n",
                j->unit);
        return CLI_ABSENT;
    }
    return carry(j, conf);
}

/* ---- the file ---------------------------------------------------------------------------------------------------------------- */

/* A backup of before stays until the new one is whole and on the disk. */
static int export_file(job *j, const config *conf) {
    char fresh[4096];
    struct stat s;
    if (strcmp(j->file, "-") == 0 || (lstat(j->file, &s) == 0 && !S_ISREG(s.st_mode))) {
        j->fd = strcmp(j->file, "-") == 0 ? STDOUT_FILENO : open(j->file, O_WRONLY | O_CLOEXEC);
        return j->fd < 0 ? cli_say_errno(j->file, CLI_IO) : export_state(j, conf);
    }
    if ((size_t)snprintf(fresh, sizeof fresh, "%s.XXXXXX", j->file) >= sizeof fresh ||
        (j->fd = mkostemp(fresh, O_CLOEXEC)) < 0)
        return cli_say_errno(j->file, CLI_IO);
    int status = export_state(j, conf);
    if (status == CLI_OK && (fsync(j->fd) != 0 || rename(fresh, j->file) != 0))
        status = cli_say_errno(j->file, CLI_IO);
    if (status != CLI_OK)
        unlink(fresh);
    close(j->fd);
    return status;
}

static int import_file(job *j, const config *conf) {
    j->fd = strcmp(j->file, "-") == 0 ? STDIN_FILENO : open(j->file, O_RDONLY | O_CLOEXEC);
    return j->fd < 0 ? cli_say_errno(j->file, CLI_NO_INPUT) : import_state(j, conf);
}

int command_state(const cli *c) {
    config conf;
    job j = {.c = c, .import = strcmp(c->args[0], "import") == 0, .file = c->count > 1 ? c->args[1] : "-"};
    if (!j.import && strcmp(c->args[0], "export") != 0)
        return cli_usage("state", "state takes export or import, not '%s'", c->args[0]);
    if (j.import && c->count < 2)
        return cli_usage("state", "import takes a FILE, or - for standard input");
    if (c->instance)
        snprintf(j.unit, sizeof j.unit, "dragomand@%.150s.service", c->instance);
    else
        snprintf(j.unit, sizeof j.unit, "dragomand.service");
    int status = operate_config_or_defaults(c, &conf);
    if (status == CLI_OK)
        status = j.import ? import_file(&j, &conf) : export_file(&j, &conf);
    config_free(&conf);
    return cli_finish(status);
}
