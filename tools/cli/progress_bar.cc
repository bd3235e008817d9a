#include "tools/cli/progress_bar.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include <sys/ioctl.h>
#include <unistd.h>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "screening/report/escape.h"
#include "screening/report/text_layout.h"

namespace tidewaiter::cli {
namespace {

constexpr std::string_view kClearLine = "\r\x1b[K";

}  // namespace

void ProgressBar::Show(const Progress& progress) {
  constexpr int kCells = 24;
  std::string line(kClearLine);
  const double rate = progress.seconds > 0 ? static_cast<double>(progress.records) / progress.seconds : 0;
  if (progress.bytes_total > 0) {
    const double part =
        std::min(1.0, static_cast<double>(progress.bytes_read) / static_cast<double>(progress.bytes_total));
    const int full = static_cast<int>(part * kCells);
    line += "[" + std::string(static_cast<size_t>(full), '#') +
            std::string(static_cast<size_t>(kCells - full), '.') + absl::StrFormat("] %3.0f%%  ", part * 100);
    if (part > 0.01) {
      const double left = progress.seconds * (1 - part) / part;
      line += absl::StrFormat("%d:%02d left  ", static_cast<int>(left) / 60, static_cast<int>(left) % 60);
    }
  }
  line += absl::StrFormat("%d records, %.0f/s  ", progress.records, rate);
  // A line that wraps cannot be cleared again: the file's name is what gives way.
  winsize size{};
  const int columns = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
  const std::string name = TerminalText(std::filesystem::path(progress.file).filename().string());
  const int room = columns - 1 - DisplayWidth(std::string_view(line).substr(kClearLine.size()));
  line += DisplayWidth(name) <= room ? name : room > 10 ? WrapText(name, room).front() : "";
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
  shown_ = true;
}

void ProgressBar::Done() {
  if (shown_) std::fputs(kClearLine.data(), stderr);
  shown_ = false;
}

}  // namespace tidewaiter::cli
