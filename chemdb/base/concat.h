// absl::StrCat for std::string_view: Debian 12's Abseil has a string_view type of its own that does not
// convert.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace tidewaiter {

inline absl::string_view AsAbsl(std::string_view text) { return absl::string_view(text.data(), text.size()); }
inline std::string_view AsStd(absl::string_view text) { return std::string_view(text.data(), text.size()); }

namespace internal {
template <typename T>
decltype(auto) ConcatArg(const T& value) {
  if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return AsAbsl(std::string_view(value));
  } else {
    return (value);
  }
}
}  // namespace internal

// Concat("rank ", 3, name): text pieces and numbers, one after the other.
template <typename... Args>
std::string Concat(const Args&... args) {
  return absl::StrCat(internal::ConcatArg(args)...);
}

template <typename... Args>
void AppendTo(std::string& out, const Args&... args) {
  absl::StrAppend(&out, internal::ConcatArg(args)...);
}

}  // namespace tidewaiter
