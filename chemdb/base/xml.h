// XML as events, for official texts and lists, by expat. Input is not trusted: DOCTYPE is refused (no
// entities of its own, no files), and depth, attributes and text have limits (chemdb/base/limits.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace tidewaiter {

// Receives what the document holds, in its order. Views live as long as the call. An error returned stops the
// reading and comes back from ParseXml with the place before it.
class XmlHandler {
 public:
  using Attributes = std::vector<std::pair<std::string_view, std::string_view>>;

  virtual ~XmlHandler() = default;
  // `name` as written, with its prefix when it has one. `line` from 1.
  virtual absl::Status Start(std::string_view name, const Attributes& attributes, uint64_t line) = 0;
  // All text between two tags at once, entities resolved, blanks as written.
  virtual absl::Status Text(std::string_view text) = 0;
  virtual absl::Status End(std::string_view name, uint64_t line) = 0;
};

// InvalidArgument "file:line:column: ..." for what is no well-formed XML, has a DOCTYPE or is cut off;
// ResourceExhausted, in the same words, for a limit.
absl::Status ParseXml(std::string_view document, std::string_view file, XmlHandler& handler);

}  // namespace tidewaiter
