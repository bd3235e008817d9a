#include "rules/yaml/yaml_file.h"

#include <sstream>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {
namespace {

constexpr size_t kMaxBytes = 1 << 20;
constexpr int kMaxNodes = 50000;

std::string Place(std::string_view file, const YAML::Mark& mark) {
  return mark.is_null() ? std::string(file) : Concat(file, ":", mark.line + 1, ":", mark.column + 1);
}

// Counts nodes and refuses duplicate keys, which yaml-cpp would silently drop.
absl::Status Check(const YAML::Node& node, std::string_view file, int& count, int depth) {
  if (++count > kMaxNodes || depth > 32) {
    return absl::InvalidArgumentError(Concat(Place(file, node.Mark()), ": too many or too deep values"));
  }
  if (node.IsMap()) {
    std::vector<std::string> seen;
    for (const auto& item : node) {
      if (!item.first.IsScalar()) {
        return absl::InvalidArgumentError(Concat(Place(file, item.first.Mark()), ": a key must be a word"));
      }
      const std::string& key = item.first.Scalar();
      for (const std::string& other : seen) {
        if (other == key) {
          return absl::InvalidArgumentError(
              Concat(Place(file, item.first.Mark()), ": key \"", key, "\" twice"));
        }
      }
      seen.push_back(key);
      TW_RETURN_IF_ERROR(Check(item.second, file, count, depth + 1));
    }
  } else if (node.IsSequence()) {
    for (const auto& item : node) TW_RETURN_IF_ERROR(Check(item, file, count, depth + 1));
  }
  return absl::OkStatus();
}

// yaml-cpp's Node resolves aliases before anyone can look, so where there is an anchor that one could mean, a
// first pass over the events refuses them.
class AliasRefuser : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw YAML::ParserException(mark, "aliases (*name) are not allowed");
  }
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
  }
  void OnMapEnd() override {}
};

}  // namespace

struct YamlNode::Impl {
  YAML::Node node;
  std::string file;
};

bool YamlNode::IsMap() const { return impl_->node.IsMap(); }
bool YamlNode::IsList() const { return impl_->node.IsSequence(); }
bool YamlNode::IsScalar() const { return impl_->node.IsScalar(); }

std::string YamlNode::Where() const { return Place(impl_->file, impl_->node.Mark()); }

absl::Status YamlNode::Error(std::string_view message) const {
  return absl::InvalidArgumentError(Concat(Where(), ": ", message));
}

bool YamlNode::Has(std::string_view key) const {
  return IsMap() && static_cast<bool>(impl_->node[std::string(key)]);
}

absl::StatusOr<YamlNode> YamlNode::Get(std::string_view key) const {
  if (!IsMap()) return Error("must be a map of keys and values");
  const YAML::Node value = impl_->node[std::string(key)];
  if (!value) return Error(Concat("missing key \"", key, "\""));
  YamlNode out;
  out.impl_ = std::make_shared<const Impl>(Impl{value, impl_->file});
  return out;
}

absl::StatusOr<std::string> YamlNode::Text() const {
  if (!IsScalar()) return Error("must be a text");
  return impl_->node.Scalar();
}

absl::StatusOr<std::string> YamlNode::GetText(std::string_view key) const {
  TW_ASSIGN_OR_RETURN(const YamlNode value, Get(key));
  return value.Text();
}

absl::StatusOr<std::string> YamlNode::GetTextOr(std::string_view key, std::string_view fallback) const {
  if (!Has(key)) return std::string(fallback);
  return GetText(key);
}

std::vector<YamlNode> YamlNode::Items() const {
  std::vector<YamlNode> out;
  if (!IsList()) return out;
  for (const auto& item : impl_->node) {
    YamlNode node;
    node.impl_ = std::make_shared<const Impl>(Impl{item, impl_->file});
    out.push_back(std::move(node));
  }
  return out;
}

absl::StatusOr<std::vector<YamlNode>> YamlNode::GetList(std::string_view key) const {
  if (!Has(key)) return std::vector<YamlNode>{};
  TW_ASSIGN_OR_RETURN(const YamlNode value, Get(key));
  if (!value.IsList()) return value.Error(Concat("\"", key, "\" must be a list"));
  return value.Items();
}

absl::StatusOr<std::vector<std::string>> YamlNode::GetTexts(std::string_view key) const {
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> items, GetList(key));
  std::vector<std::string> out;
  for (const YamlNode& item : items) {
    TW_ASSIGN_OR_RETURN(std::string text, item.Text());
    out.push_back(std::move(text));
  }
  return out;
}

std::vector<std::string> YamlNode::Keys() const {
  std::vector<std::string> out;
  if (!IsMap()) return out;
  for (const auto& item : impl_->node) out.push_back(item.first.Scalar());
  return out;
}

absl::Status YamlNode::AllowOnly(const std::vector<std::string_view>& allowed) const {
  if (!IsMap()) return Error("must be a map of keys and values");
  for (const auto& item : impl_->node) {
    bool known = false;
    for (const std::string_view key : allowed) known = known || item.first.Scalar() == key;
    if (!known) {
      std::string names;
      for (const std::string_view key : allowed) AppendTo(names, names.empty() ? "" : ", ", key);
      return absl::InvalidArgumentError(Concat(Place(impl_->file, item.first.Mark()), ": unknown key \"",
                                               item.first.Scalar(), "\"; known here: ", names));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<YamlNode> ParseYaml(std::string_view text, std::string_view file) {
  if (text.size() > kMaxBytes) return absl::InvalidArgumentError(Concat(file, ": larger than 1 MiB"));
  const std::string copy(text);
  try {
    if (copy.find('&') != std::string::npos) {
      std::istringstream stream(copy);
      AliasRefuser refuser;
      YAML::Parser parser(stream);
      while (parser.HandleNextDocument(refuser)) {
      }
    }
    const std::vector<YAML::Node> documents = YAML::LoadAll(copy);
    if (documents.size() > 1) {
      return absl::InvalidArgumentError(Concat(file, ": more than one document (---) in a file"));
    }
    auto impl = std::make_shared<YamlNode::Impl>();
    impl->file = std::string(file);
    if (!documents.empty()) impl->node = documents[0];
    int count = 0;
    TW_RETURN_IF_ERROR(Check(impl->node, file, count, 0));
    YamlNode out;
    out.impl_ = std::move(impl);
    return out;
  } catch (const YAML::Exception& e) {
    return absl::InvalidArgumentError(Concat(Place(file, e.mark), ": ", std::string_view(e.msg)));
  }
}

}  // namespace tidewaiter
