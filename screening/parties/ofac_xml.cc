#include "screening/parties/ofac_xml.h"

#include <utility>

#include "absl/strings/strip.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/base/xml.h"

namespace tidewaiter {
namespace {

// sdnEntry: uid, firstName, lastName, sdnType, programList/program, akaList/aka/{firstName,lastName},
// addressList/address/{address1..3,city,stateOrProvince,postalCode,country}.
class OfacHandler : public XmlHandler {
 public:
  explicit OfacHandler(Watchlist& list) : list_(list) {}

  absl::Status Start(std::string_view name, const Attributes&, uint64_t line) override {
    text_.clear();
    const std::string_view local = LocalName(name);
    if (depth_++ == 0 && local != "sdnList") {
      return absl::InvalidArgumentError(Concat("root element <", name, ">, but OFAC's list has <sdnList>"));
    }
    if (local == "sdnEntry") {
      entry_ = WatchEntry();
      entry_.list = list_.list;
      entry_line_ = line;
    } else if (local == "aka" || local == "address") {
      part_ = Part();
      in_ = local == "aka" ? In::kAlias : In::kAddress;
    }
    return absl::OkStatus();
  }

  absl::Status Text(std::string_view text) override {
    text_ += text;
    return absl::OkStatus();
  }

  absl::Status End(std::string_view name, uint64_t) override {
    --depth_;
    const std::string_view local = LocalName(name);
    const std::string text(AsStd(absl::StripAsciiWhitespace(text_)));
    text_.clear();
    if (local == "sdnEntry") {
      FinishEntry();
    } else if (local == "aka") {
      in_ = In::kEntry;
      if (!part_.text.empty()) entry_.aliases.push_back(FullName(part_.text, part_.first_name));
    } else if (local == "address") {
      in_ = In::kEntry;
      if (!part_.text.empty()) entry_.addresses.push_back(part_.text);
    } else if (in_ == In::kAddress) {
      if (local != "uid" && !text.empty()) AppendTo(part_.text, part_.text.empty() ? "" : ", ", text);
      if (local == "country" && !text.empty()) entry_.countries.push_back(text);
    } else if (local == "lastName") {
      (in_ == In::kAlias ? part_.text : entry_.name) = text;
    } else if (local == "firstName") {
      (in_ == In::kAlias ? part_.first_name : first_name_) = text;
    } else if (local == "uid" && in_ == In::kEntry && entry_.id.empty()) {
      entry_.id = text;
    } else if (local == "sdnType") {
      entry_.kind = text;
    } else if (local == "program" && !text.empty()) {
      AppendTo(entry_.programme, entry_.programme.empty() ? "" : "; ", text);
    }
    return absl::OkStatus();
  }

 private:
  enum class In { kEntry, kAlias, kAddress };
  // An alias or an address that is being read.
  struct Part {
    std::string text;  // last name; address so far
    std::string first_name;
  };

  static std::string_view LocalName(std::string_view name) {
    const size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
  }
  static std::string FullName(const std::string& last, const std::string& first) {
    return first.empty() ? last : Concat(last, ", ", first);
  }
  void FinishEntry() {
    if (entry_.name.empty()) {
      list_.issues.push_back({entry_line_, "no name"});
    } else {
      entry_.name = FullName(entry_.name, first_name_);
      list_.entries.push_back(std::move(entry_));
    }
    entry_ = WatchEntry();
    first_name_.clear();
  }

  Watchlist& list_;
  WatchEntry entry_;
  Part part_;
  std::string first_name_;
  std::string text_;
  uint64_t entry_line_ = 0;
  int depth_ = 0;
  In in_ = In::kEntry;
};

}  // namespace

absl::StatusOr<Watchlist> ReadOfacXml(std::string_view document, std::string_view file) {
  Watchlist list;
  list.list = "OFAC SDN";
  list.format = "ofac-xml";
  OfacHandler handler(list);
  TW_RETURN_IF_ERROR(ParseXml(document, file, handler));
  return list;
}

}  // namespace tidewaiter
