#include "screening/parties/edit_distance.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace tidewaiter {
namespace {

constexpr size_t kLongest = 64;

}  // namespace

int BoundedEditDistance(std::string_view a, std::string_view b, int limit) {
  if (a == b) return 0;
  const int difference = static_cast<int>(a.size()) - static_cast<int>(b.size());
  if (std::abs(difference) > limit || a.size() > kLongest || b.size() > kLongest) return limit + 1;
  // What both begin and end with costs nothing.
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  const int rows = static_cast<int>(a.size());
  const int columns = static_cast<int>(b.size());
  if (rows == 0 || columns == 0) return std::min(std::max(rows, columns), limit + 1);

  std::array<std::array<int, kLongest + 1>, 3> lines;  // two before, one before, this one
  int* before = lines[0].data();
  int* last = lines[1].data();
  int* line = lines[2].data();
  for (int j = 0; j <= columns; ++j) last[j] = j;
  for (int i = 1; i <= rows; ++i) {
    line[0] = i;
    int least = i;
    for (int j = 1; j <= columns; ++j) {
      const size_t x = static_cast<size_t>(i) - 1;
      const size_t y = static_cast<size_t>(j) - 1;
      int cost = std::min({last[j] + 1, line[j - 1] + 1, last[j - 1] + (a[x] != b[y])});
      if (i > 1 && j > 1 && a[x] == b[y - 1] && a[x - 1] == b[y]) cost = std::min(cost, before[j - 2] + 1);
      line[j] = cost;
      least = std::min(least, cost);
    }
    if (least > limit) return limit + 1;
    std::swap(before, last);
    std::swap(last, line);
  }
  return std::min(last[columns], limit + 1);
}

}  // namespace tidewaiter
