#include "screening/lint/lint_report.h"

#include <algorithm>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "screening/lint/lint_rules.h"
#include "screening/report/escape.h"

namespace tidewaiter {
namespace {

std::string Json(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

// A path as a URI reference (RFC 3986).
std::string PathUri(std::string_view path) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = !path.empty() && path[0] == '/' ? "file://" : "";
  for (const char c : path) {
    const auto u = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(u) || std::string_view("-._~/").find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += kHex[u >> 4];
      out += kHex[u & 15];
    }
  }
  return out;
}

std::string Message(const LintComplaint& complaint) {
  return complaint.column.empty() ? complaint.message : Concat(complaint.column, ": ", complaint.message);
}

std::string Plural(size_t count, std::string_view one) {
  return Concat(count, " ", one, count == 1 ? "" : "s");
}

}  // namespace

std::string LintTable(const std::vector<LintReport>& reports) {
  std::string out;
  for (const LintReport& report : reports) {
    size_t counts[3] = {0, 0, 0};
    for (const LintComplaint& complaint : report.complaints) {
      ++counts[static_cast<size_t>(complaint.level)];
      AppendTerminalText(
          out, Concat(report.path, ":", complaint.place.line, ":", complaint.place.column, ": ",
                      LintLevelName(complaint.level), ": ", Message(complaint), " [", complaint.rule, "]"));
      out += '\n';
    }
    AppendTerminalText(
        out, Concat(report.path, ": ", Plural(report.rows, "row"), ", ", Plural(counts[2], "error"), ", ",
                    Plural(counts[1], "warning"), ", ", Plural(counts[0], "note")));
    out += '\n';
  }
  return out;
}

std::string LintJsonLines(const std::vector<LintReport>& reports) {
  std::string out;
  for (const LintReport& report : reports) {
    for (const LintComplaint& c : report.complaints) {
      AppendTo(out, "{\"file\":", Json(report.path), ",\"line\":", c.place.line,
               ",\"column\":", c.place.column, ",\"rule\":", Json(c.rule),
               ",\"level\":", Json(LintLevelName(c.level)), ",\"field\":", Json(c.column),
               ",\"value\":", Json(c.value), ",\"message\":", Json(c.message), "}\n");
    }
  }
  return out;
}

std::string LintSarif(const std::vector<LintReport>& reports, std::string_view engine_version) {
  const std::vector<LintRule>& rules = LintRules();
  std::string out = Concat(
      "{\"$schema\":\"https://json.schemastore.org/"
      "sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":"
      "{\"driver\":{\"name\":\"tidewaiter law lint\",\"version\":",
      Json(engine_version), ",\"rules\":[");
  for (size_t i = 0; i < rules.size(); ++i) {
    AppendTo(out, i == 0 ? "" : ",", "{\"id\":", Json(rules[i].id),
             ",\"shortDescription\":{\"text\":", Json(rules[i].about),
             "},\"defaultConfiguration\":{\"level\":", Json(LintLevelName(rules[i].level)), "}}");
  }
  out += "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[";
  bool first = true;
  for (const LintReport& report : reports) {
    for (const LintComplaint& c : report.complaints) {
      const auto rule =
          std::find_if(rules.begin(), rules.end(), [&](const LintRule& r) { return r.id == c.rule; });
      AppendTo(out, first ? "" : ",", "{\"ruleId\":", Json(c.rule),
               ",\"ruleIndex\":", static_cast<size_t>(rule - rules.begin()),
               ",\"level\":", Json(LintLevelName(c.level)), ",\"message\":{\"text\":", Json(Message(c)),
               "},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":",
               Json(PathUri(report.path)), "},\"region\":{\"startLine\":", std::max<size_t>(1, c.place.line),
               ",\"startColumn\":", std::max<size_t>(1, c.place.column), "}}}]}");
      first = false;
    }
  }
  out += "]}]}\n";
  return out;
}

}  // namespace tidewaiter
