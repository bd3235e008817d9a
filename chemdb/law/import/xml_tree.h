// Official XML as a small tree, read by expat: no DOCTYPE, own limits, the place of every element.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace tidewaiter {

// An element, or a piece of text (then `name` is empty). Names of another namespace stand as "uri|name".
struct XmlNode {
  std::string name;
  std::string text;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<XmlNode> children;
  size_t line = 0;    // of the start tag, from 1
  size_t column = 0;  // in bytes, from 1: whole acts stand on one line

  // The attribute's value; empty when there is none.
  std::string_view Attribute(std::string_view attribute) const;
  // The first child element of that name; nullptr when there is none.
  const XmlNode* Child(std::string_view child) const;
  // All text below, blanks and line ends as one blank, none at the ends.
  std::string Text() const;
};

// Parses one document. InvalidArgument "path:line:column: ..." for what is not well-formed XML, a DOCTYPE
// (nothing official needs one, and entities are how XML is attacked), and text in an encoding that expat does
// not know; ResourceExhausted with the place for a document beyond a limit: nesting 100, 64 attributes of an
// element, names of 200 bytes, 2 million elements.
absl::StatusOr<XmlNode> ParseXml(std::string_view text, std::string_view path);

// Every element of that name below `node`, in document order; what lies inside one is searched too.
std::vector<const XmlNode*> Descendants(const XmlNode& node, std::string_view name);

}  // namespace tidewaiter
