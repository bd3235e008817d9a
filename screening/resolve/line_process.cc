#include "screening/resolve/line_process.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"

extern char** environ;

namespace tidewaiter {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kLongestLine = 64 * 1024;

// Milliseconds until `deadline` as poll(2) takes them; 0 when it is past.
int MillisecondsLeft(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return left < 0 ? 0 : static_cast<int>(std::min<long long>(left, 1000 * 1000));
}

// True when `socket` is ready for `events` (or broken, which reading and writing will tell); false past the
// deadline.
bool WaitFor(int socket, short events, Clock::time_point deadline) {
  for (;;) {
    pollfd entry{socket, events, 0};
    const int ready = poll(&entry, 1, MillisecondsLeft(deadline));
    if (ready > 0) return true;
    if (ready == 0) return false;
    if (errno != EINTR) return true;
  }
}

}  // namespace

LineProcess::~LineProcess() { Kill(); }

absl::Status LineProcess::Start(const std::vector<std::string>& command) {
  Kill();
  int ends[2];
  // A socket, not two pipes: writing to a dead child gives an error instead of SIGPIPE.
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return absl::InternalError(Concat("no socket for a child process: ", std::strerror(errno)));
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // Ctrl-C is for us, who then end the child; and the child takes SIGPIPE as programs expect it.
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setpgroup(&attributes, 0);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);

  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  pid_t child = -1;
  const int error = posix_spawnp(&child, arguments[0], &actions, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    const std::string message = Concat("cannot start ", command[0], ": ", std::strerror(error));
    return error == ENOENT ? absl::NotFoundError(message) : absl::UnavailableError(message);
  }
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  pid_ = child;
  socket_ = ends[0];
  unread_.clear();
  return absl::OkStatus();
}

void LineProcess::Kill() {
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
  if (pid_ > 0) {
    kill(-pid_, SIGKILL);  // and what it started
    kill(pid_, SIGKILL);
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
  }
  pid_ = -1;
}

absl::Status LineProcess::Send(std::string_view text, Clock::time_point deadline) {
  while (!text.empty()) {
    const ssize_t sent = send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      text.remove_prefix(static_cast<size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!WaitFor(socket_, POLLOUT, deadline))
        return absl::DeadlineExceededError("the child process takes no more");
    } else if (errno != EINTR) {
      return absl::UnavailableError("the child process has died");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> LineProcess::Ask(const std::vector<std::string>& lines,
                                                          std::chrono::milliseconds patience) {
  if (!running()) return absl::UnavailableError("the child process does not run");
  const Clock::time_point deadline = Clock::now() + patience;
  std::string question;
  for (const std::string& line : lines) AppendTo(question, line, "\n");
  if (absl::Status sent = Send(question, deadline); !sent.ok()) return Kill(), sent;

  std::vector<std::string> answers;
  while (answers.size() < lines.size()) {
    if (const size_t end = unread_.find('\n'); end != std::string::npos) {
      answers.push_back(unread_.substr(0, end));
      if (!answers.back().empty() && answers.back().back() == '\r') answers.back().pop_back();
      unread_.erase(0, end + 1);
      continue;
    }
    if (unread_.size() > kLongestLine)
      return Kill(), absl::UnavailableError("the child process writes no lines");
    char buffer[4096];
    const ssize_t got = recv(socket_, buffer, sizeof buffer, 0);
    if (got > 0) {
      unread_.append(buffer, static_cast<size_t>(got));
    } else if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      if (!WaitFor(socket_, POLLIN, deadline))
        return Kill(), absl::DeadlineExceededError("the child process hangs");
    } else if (got == 0 || errno != EINTR) {
      return Kill(), absl::UnavailableError("the child process has died");
    }
  }
  return answers;
}

}  // namespace tidewaiter
