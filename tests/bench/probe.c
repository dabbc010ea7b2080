/* What a shell cannot measure: precise moments.
 *
 *   probe latency COMMAND...     start it as process 1, send it TERM once its program
 *                                runs; prints the microseconds until the program has it
 *   probe moments N MAX MARK COMMAND...
 *                                N times: start it as process 1, wait until it says MARK,
 *                                send TERM up to MAX us later; prints how many were lost
 *   probe turns N COMMAND...     start it as process 1, let its program end at once N
 *                                times; prints the N times in us from an end to a start;
 *                              sends it TERM
 *   probe hold COMMAND...        start it as process 1; prints its PID and leaves it
 *   any other word               be the program: wait for TERM, and end
 *
 * PROBE_PAGE names the file that the program shares with the sender. Both read
 * CLOCK_MONOTONIC, which is one clock for all namespaces. Needs root.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_TURNS = 200 };

/* Times in ns; 0 is "not yet". */
struct page {
  volatile int64_t ready, received;
  volatile int turns, turn;
  volatile int64_t began[MOST_TURNS + 1], ended[MOST_TURNS + 1];
};

static const int64_t SECOND = 1000000000;
/* A program that has not ended by then after TERM is lost. */
static const int64_t LOST = 1500000000;
/* supervisord takes a second or two for a start, and for a stop. */
static const int64_t BOUND = 5000000000;

static struct page *page;

static void give_up(const char *what) {
  perror(what);
  exit(2);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * SECOND + time.tv_nsec;
}

static void nap(int64_t us) {
  struct timespec time = {0, us * 1000};
  nanosleep(&time, NULL);
}

static void open_page(void) {
  const char *name = getenv("PROBE_PAGE");
  int file = name ? open(name, O_RDWR | O_CREAT, 0666) : -1;
  if (file < 0 || ftruncate(file, sizeof *page)) give_up("PROBE_PAGE");
  page = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (page == MAP_FAILED) give_up("mmap");
  close(file);
}

/* The program. */
static int program(void) {
  int64_t began = now();
  sigset_t term;
  open_page();
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  sigprocmask(SIG_BLOCK, &term, NULL);
  if (page->turn < page->turns) {
    page->began[page->turn] = began;
    /* Its parent comes to its `wait` in that time. */
    nap(5000);
    page->ended[page->turn++] = now();
    return 0;
  }
  page->began[page->turns] = began;
  page->ready = now();
  while (sigwaitinfo(&term, NULL) < 0) continue;
  page->received = now();
  return 0;
}

/* Start a command as process 1 of a PID namespace with its own /proc. Its standard
 * error is `errors`, or nowhere if that is -1. A process can do this once. */
static pid_t start(char **command, int errors) {
  if (unshare(CLONE_NEWPID)) give_up("unshare");
  pid_t pid = fork();
  if (pid < 0) give_up("fork");
  if (pid) return pid;
  if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
      mount("proc", "/proc", "proc", 0, NULL))
    give_up("mount");
  int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  dup2(nowhere, 0);
  dup2(nowhere, 1);
  dup2(errors < 0 ? nowhere : errors, 2);
  execvp(command[0], command);
  _exit(127);
}

static pid_t start_until_ready(char **command, int turns) {
  open_page();
  memset(page, 0, sizeof *page);
  page->turns = turns;
  pid_t pid = start(command, -1);
  int64_t bound = now() + BOUND;
  while (!page->ready) {
    if (now() > bound || waitpid(pid, NULL, WNOHANG)) {
      kill(pid, SIGKILL);
      exit(1);
    }
    nap(100);
  }
  return pid;
}

/* Whether it has ended in time; it has ended afterwards in any case. */
static int ends(pid_t pid, int64_t time) {
  int64_t bound = now() + time;
  while (!waitpid(pid, NULL, WNOHANG)) {
    if (now() > bound) {
      kill(pid, SIGKILL);
      waitpid(pid, NULL, 0);
      return 0;
    }
    nap(50);
  }
  return 1;
}

static int latency(char **command) {
  pid_t pid = start_until_ready(command, 0);
  /* The parent comes to its `wait` in that time. */
  nap(5000);
  int64_t sent = now();
  kill(pid, SIGTERM);
  ends(pid, BOUND);
  if (!page->received) return 1;
  printf("%.1f\n", (page->received - sent) / 1000.0);
  return 0;
}

static int turns(int count, char **command) {
  pid_t pid = start_until_ready(command, count);
  for (int turn = 0; turn < count; turn++)
    printf("%.1f\n", (page->began[turn + 1] - page->ended[turn]) / 1000.0);
  kill(pid, SIGTERM);
  ends(pid, LOST);
  return 0;
}

/* One moment: 0 if the container ended, 1 if not, 2 if it never said `mark`. */
static int moment(int64_t us, const char *mark, char **command) {
  char said[4096] = "";
  size_t length = 0;
  int errors[2];
  if (pipe2(errors, O_CLOEXEC)) give_up("pipe");
  pid_t pid = start(command, errors[1]);
  close(errors[1]);
  while (!strstr(said, mark)) {
    ssize_t count = read(errors[0], said + length, sizeof said - 1 - length);
    if (count <= 0) return 2;
    length += count;
    said[length] = '\0';
  }
  int64_t then = now() + us * 1000;
  while (now() < then) continue;
  kill(pid, SIGTERM);
  return !ends(pid, LOST);
}

static int moments(int count, int most_us, char **mark_and_command) {
  int lost = 0;
  srandom(now());
  for (int round = 0; round < count; round++) {
    int status;
    long us = random() % most_us;
    pid_t child = fork();
    if (child < 0) give_up("fork");
    if (!child) _exit(moment(us, mark_and_command[0], mark_and_command + 1));
    waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) return 2;
    lost += WEXITSTATUS(status);
  }
  printf("%d\n", lost);
  return 0;
}

int main(int count, char **words) {
  const char *verb = count > 2 ? words[1] : "";
  if (!strcmp(verb, "latency")) return latency(words + 2);
  if (!strcmp(verb, "turns") && count > 3 && atoi(words[2]) <= MOST_TURNS)
    return turns(atoi(words[2]), words + 3);
  if (!strcmp(verb, "moments") && count > 5 && atoi(words[3]) > 0)
    return moments(atoi(words[2]), atoi(words[3]), words + 4);
  if (!strcmp(verb, "hold")) {
    printf("%d\n", start_until_ready(words + 2, 0));
    return 0;
  }
  return program();
}
