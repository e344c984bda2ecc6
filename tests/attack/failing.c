/* Calls that fail: loaded before the C library (LD_PRELOAD), it counts the calls of one kind that concern a folder and lets one of them, or
   from one on some, fail with an error of the system; also after the call had its effect, so that only the answer is lost. It can end the
   process at that call instead, and set the clock back. Nothing happens until attack_arm is called. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum { FAIL = 0, FAIL_AFTER = 1, KILL = 2, SHORT = 3 };

static char wanted[32], folder[PATH_MAX];
static int first, often, mode, error, armed;
static volatile int calls, failed;
static long clock_shift;

void attack_arm(const char *call, const char *place, int at, int times, int how, int number) {
    snprintf(wanted, sizeof wanted, "%s", call);
    snprintf(folder, sizeof folder, "%s", place);
    first = at, often = times, mode = how, error = number, calls = 0, failed = 0;
    __sync_synchronize();
    armed = 1;
}
void attack_disarm(void) { armed = 0; }
int attack_calls(void) { return calls; }
int attack_failed(void) { return failed; }
void attack_clock(long seconds) { clock_shift = seconds; }

static int concerns(const char *path) { return path != NULL && strstr(path, folder) != NULL; }
static int concerns_handle(int handle) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return concerns(path);
}
/* Whether this call is to fail: 0 no, else 1. */
static int due(const char *call) {
    if (strcmp(call, wanted) != 0) return 0;
    int number = __sync_add_and_fetch(&calls, 1);
    if (number < first || number >= first + often) return 0;
    __sync_add_and_fetch(&failed, 1);
    if (mode == KILL) kill(getpid(), SIGKILL);
    return 1;
}
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define WRAP(result, name, call, parameters, arguments, concerned)                   \
    result name parameters {                                                         \
        static result (*real) parameters;                                            \
        if (!real) real = (result(*) parameters)dlsym(RTLD_NEXT, #name);              \
        if (!armed || !(concerned) || !due(call)) return real arguments;             \
        if (mode == FAIL_AFTER) (void)!real arguments;                               \
        errno = error;                                                               \
        return -1;                                                                   \
    }

WRAP(ssize_t, write, "write", (int h, const void *b, size_t n), (h, b, n), concerns_handle(h))
WRAP(int, fsync, "fsync", (int h), (h), concerns_handle(h))
WRAP(int, fdatasync, "fsync", (int h), (h), concerns_handle(h))
WRAP(int, ftruncate, "truncate", (int h, off_t n), (h, n), concerns_handle(h))
WRAP(int, ftruncate64, "truncate", (int h, off64_t n), (h, n), concerns_handle(h))
WRAP(int, unlink, "unlink", (const char *p), (p), concerns(p))
WRAP(int, unlinkat, "unlink", (int d, const char *p, int f), (d, p, f), concerns(p) || concerns_handle(d))
WRAP(int, rename, "rename", (const char *a, const char *b), (a, b), concerns(a))
WRAP(int, link, "link", (const char *a, const char *b), (a, b), concerns(a))
WRAP(int, linkat, "link", (int c, const char *a, int d, const char *b, int f), (c, a, d, b, f), concerns(a))
WRAP(int, mkdir, "mkdir", (const char *p, mode_t m), (p, m), concerns(p))
WRAP(int, flock, "lock", (int h, int o), (h, o), concerns_handle(h))

/* A disk that fills up takes a part of what is written first. */
#define PWRITE(name, offset)                                                          \
    ssize_t name(int h, const void *b, size_t n, offset o) {                          \
        static ssize_t (*real)(int, const void *, size_t, offset);                    \
        if (!real) real = (ssize_t(*)(int, const void *, size_t, offset))dlsym(RTLD_NEXT, #name); \
        if (!armed || !concerns_handle(h) || !due("pwrite")) return real(h, b, n, o); \
        if (mode == FAIL_AFTER) (void)!real(h, b, n, o);                              \
        if (mode == SHORT) (void)!real(h, b, n / 2, o);                               \
        errno = error;                                                                \
        return -1;                                                                    \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define FCNTL(name)                                                                   \
    int name(int h, int c, ...) {                                                     \
        static int (*real)(int, int, ...);                                            \
        va_list list;                                                                 \
        va_start(list, c);                                                            \
        void *argument = va_arg(list, void *);                                        \
        va_end(list);                                                                 \
        if (!real) real = (int (*)(int, int, ...))dlsym(RTLD_NEXT, #name);            \
        int locks = c == F_SETLK || c == F_SETLKW;                                    \
        if (!armed || !locks || !concerns_handle(h) || !due("fcntl")) return real(h, c, argument); \
        if (mode == FAIL_AFTER) (void)!real(h, c, argument);                          \
        errno = error;                                                                \
        return -1;                                                                    \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

#define OPEN(name)                                                                    \
    int name(const char *p, int f, ...) {                                             \
        static int (*real)(const char *, int, ...);                                   \
        va_list list;                                                                 \
        va_start(list, f);                                                            \
        mode_t m = (f & (O_CREAT | O_TMPFILE)) ? va_arg(list, mode_t) : 0;            \
        va_end(list);                                                                 \
        if (!real) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name);   \
        if (!armed || !concerns(p) || !due("open")) return real(p, f, m);             \
        if (mode == FAIL_AFTER) {                                                     \
            int handle = real(p, f, m);                                               \
            if (handle >= 0) close(handle);                                           \
        }                                                                             \
        errno = error;                                                                \
        return -1;                                                                    \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                  \
    int name(int d, const char *p, int f, ...) {                                      \
        static int (*real)(int, const char *, int, ...);                              \
        va_list list;                                                                 \
        va_start(list, f);                                                            \
        mode_t m = (f & (O_CREAT | O_TMPFILE)) ? va_arg(list, mode_t) : 0;            \
        va_end(list);                                                                 \
        if (!real) real = (int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, #name); \
        if (!armed || !concerns(p) || !due("open")) return real(d, p, f, m);          \
        if (mode == FAIL_AFTER) {                                                     \
            int handle = real(d, p, f, m);                                            \
            if (handle >= 0) close(handle);                                           \
        }                                                                             \
        errno = error;                                                                \
        return -1;                                                                    \
    }
OPENAT(openat)
OPENAT(openat64)

int clock_gettime(clockid_t which, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(which, now);
    if (result == 0 && which == CLOCK_REALTIME) now->tv_sec += clock_shift;
    return result;
}
time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
