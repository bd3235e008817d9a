#include "chemdb/law/import/xml_tree.h"

#include <memory>

#include <expat.h>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

constexpr size_t kDepth = 100;
constexpr size_t kAttributes = 64;
constexpr size_t kNameBytes = 200;
constexpr size_t kElements = 2'000'000;

class TreeBuilder {
 public:
  explicit TreeBuilder(std::string_view path) : path_(path), parser_(XML_ParserCreateNS(nullptr, '|')) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const char* name, const char** attributes) {
          static_cast<TreeBuilder*>(self)->Start(name, attributes);
        },
        [](void* self, const char*) { static_cast<TreeBuilder*>(self)->End(); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const char* text, int length) {
      static_cast<TreeBuilder*>(self)->Text(std::string_view(text, static_cast<size_t>(length)));
    });
    XML_SetStartDoctypeDeclHandler(parser_.get(), [](void* self, const char*, const char*, const char*, int) {
      static_cast<TreeBuilder*>(self)->Stop(absl::StatusCode::kInvalidArgument, "a DOCTYPE is not read");
    });
  }

  absl::StatusOr<XmlNode> Parse(std::string_view text) {
    // In pieces: expat takes lengths as int, and a stopped parser need not see the rest.
    constexpr size_t kPiece = 1 << 20;
    XML_Status status = XML_STATUS_OK;
    do {
      const std::string_view piece = text.substr(0, kPiece);
      text.remove_prefix(piece.size());
      status = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), text.empty());
    } while (status == XML_STATUS_OK && !text.empty());
    if (!stopped_.ok()) return stopped_;
    if (status != XML_STATUS_OK) {
      return absl::InvalidArgumentError(Concat(
          Place(),
          "not well-formed XML: ", std::string_view(XML_ErrorString(XML_GetErrorCode(parser_.get())))));
    }
    return std::move(root_);
  }

 private:
  struct FreeParser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  std::string Place() const {
    return Concat(path_, ":", static_cast<size_t>(XML_GetCurrentLineNumber(parser_.get())), ":",
                  static_cast<size_t>(XML_GetCurrentColumnNumber(parser_.get())) + 1, ": ");
  }
  void Stop(absl::StatusCode code, std::string_view why) {
    if (!stopped_.ok()) return;
    stopped_ = absl::Status(code, Concat(Place(), why));
    XML_StopParser(parser_.get(), XML_FALSE);
  }
  void Limit(std::string_view what) {
    Stop(absl::StatusCode::kResourceExhausted, Concat("beyond a limit: ", what));
  }

  void Start(const char* name, const char** attributes) {
    if (!stopped_.ok()) return;
    if (++elements_ > kElements) return Limit("more than 2000000 elements");
    if (open_.size() >= kDepth) return Limit("elements nested more than 100 deep");
    XmlNode node;
    node.name = name;
    node.line = XML_GetCurrentLineNumber(parser_.get());
    node.column = XML_GetCurrentColumnNumber(parser_.get()) + 1;
    if (node.name.size() > kNameBytes) return Limit("a name longer than 200 bytes");
    for (size_t i = 0; attributes[i] != nullptr; i += 2) {
      if (i / 2 == kAttributes) return Limit("more than 64 attributes");
      node.attributes.emplace_back(attributes[i], attributes[i + 1]);
    }
    open_.push_back(std::move(node));
  }
  void End() {
    if (!stopped_.ok()) return;
    XmlNode node = std::move(open_.back());
    open_.pop_back();
    if (open_.empty()) {
      root_ = std::move(node);
    } else {
      open_.back().children.push_back(std::move(node));
    }
  }
  void Text(std::string_view text) {
    if (!stopped_.ok() || open_.empty()) return;
    std::vector<XmlNode>& children = open_.back().children;
    if (children.empty() || !children.back().name.empty()) children.emplace_back();
    children.back().text += text;
  }

  std::string path_;
  std::unique_ptr<XML_ParserStruct, FreeParser> parser_;
  absl::Status stopped_;
  std::vector<XmlNode> open_;
  size_t elements_ = 0;
  XmlNode root_;
};

// Line ends, tabs, no-break and thin blanks.
void AppendText(const XmlNode& node, std::string& out) {
  if (node.name.empty()) out += node.text;
  for (const XmlNode& child : node.children) AppendText(child, out);
}

void Collect(const XmlNode& node, std::string_view name, std::vector<const XmlNode*>& out) {
  for (const XmlNode& child : node.children) {
    if (child.name == name) out.push_back(&child);
    Collect(child, name, out);
  }
}

}  // namespace

std::string_view XmlNode::Attribute(std::string_view attribute) const {
  for (const auto& [key, value] : attributes) {
    if (key == attribute) return value;
  }
  return {};
}

const XmlNode* XmlNode::Child(std::string_view child) const {
  for (const XmlNode& node : children) {
    if (node.name == child) return &node;
  }
  return nullptr;
}

std::string XmlNode::Text() const {
  std::string all;
  AppendText(*this, all);
  std::string out;
  bool blank = false;
  for (size_t i = 0; i < all.size(); ++i) {
    if (static_cast<unsigned char>(all[i]) <= 0x20) {
      blank = true;
    } else if (all.compare(i, 2, "\xC2\xA0") == 0) {  // no-break space
      blank = true;
      ++i;
    } else {
      if (blank && !out.empty()) out += ' ';
      blank = false;
      out += all[i];
    }
  }
  return out;
}

absl::StatusOr<XmlNode> ParseXml(std::string_view text, std::string_view path) {
  return TreeBuilder(path).Parse(text);
}

std::vector<const XmlNode*> Descendants(const XmlNode& node, std::string_view name) {
  std::vector<const XmlNode*> out;
  Collect(node, name, out);
  return out;
}

}  // namespace tidewaiter
