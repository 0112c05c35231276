/* Answers for one name with the next line of a file at each look, the last one for ever; the real
   resolver answers for all others. Preloaded into the server by a test. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **res) {
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) =
        dlsym(RTLD_NEXT, "getaddrinfo");
    const char *plan = getenv("REBIND_PLAN");
    if (!node || !plan || strcmp(node, "rebind.example") != 0)
        return real(node, service, hints, res);
    char line[64] = "", kept[4096] = "";
    pthread_mutex_lock(&lock);
    FILE *file = fopen(plan, "r");
    if (file) {
        size_t size = fread(kept, 1, sizeof kept - 1, file);
        kept[size] = 0;
        fclose(file);
    }
    char *end = strchr(kept, '\n');
    if (end && (size_t)(end - kept) < sizeof line) {
        memcpy(line, kept, (size_t)(end - kept));
        if (end[1] && (file = fopen(plan, "w"))) {
            fputs(end + 1, file);
            fclose(file);
        }
    }
    char log[4200];
    snprintf(log, sizeof log, "%s.log", plan);
    if ((file = fopen(log, "a"))) {
        fprintf(file, "%s\n", line);
        fclose(file);
    }
    pthread_mutex_unlock(&lock);
    return real(line, service, hints, res);
}
