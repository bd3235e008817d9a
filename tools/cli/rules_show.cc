#include "tools/cli/rules_show.h"

#include <algorithm>
#include <sstream>

#include "chemdb/base/concat.h"
#include "chemdb/law/listing.h"
#include "screening/report/escape.h"

namespace tidewaiter::cli {
namespace {

// `text` in lines that begin with `first`, then with as many blanks.
void AppendWrapped(std::string_view first, std::string_view text, size_t width, std::string& out) {
  const std::string indent(first.size(), ' ');
  std::string line(first);
  size_t used = first.size();
  bool fresh = true;
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) {
    if (!fresh && used + 1 + word.size() > width) {
      AppendTo(out, line, "\n");
      line = indent;
      used = indent.size();
      fresh = true;
    }
    AppendTo(line, fresh ? "" : " ", word);
    used += word.size() + (fresh ? 0 : 1);
    fresh = false;
  }
  AppendTo(out, line, "\n");
}

std::string GroupTexts(const std::vector<Group>& groups) {
  std::string out;
  for (const Group& group : groups) AppendTo(out, out.empty() ? "" : ", ", group.Text());
  return out;
}

void AppendRegions(const RegionRule& regions, size_t width, std::string& out) {
  const RegionRule::Spec& spec = regions.spec();
  out += "\nTHE RULE\n";
  AppendWrapped("  reference structure  ", spec.scaffold, width, out);
  for (const auto& [number, name] : spec.regions)
    AppendWrapped(Concat("  region ", number, "             "), name, width, out);
  for (const Modification& modification : spec.modifications) {
    out += '\n';
    AppendWrapped(Concat("  (", modification.id, ")  "), modification.says, width, out);
    AppendWrapped("       law   ", modification.citation, width, out);
    for (const Change& change : modification.changes) {
      std::string names;
      for (const std::string& region : change.regions) AppendTo(names, names.empty() ? "" : ", ", region);
      const bool replace = change.kind == Change::Kind::kReplace;
      AppendWrapped("       rule  ",
                    Concat(replace ? "in place of the " : "on the ", names, ": ", GroupTexts(change.groups)),
                    width, out);
    }
    if (modification.at_most > 0)
      AppendWrapped("       rule  ", Concat("at most ", modification.at_most, " in a molecule"), width, out);
  }
  out += '\n';
  AppendWrapped(
      "  ",
      Concat("A member has at least ", spec.at_least, spec.at_least == 1 ? " difference" : " differences",
             " to the reference structure, each allowed by one of these."),
      width, out);
  for (const std::string& id : spec.required)
    AppendWrapped("  ", Concat("(", id, ") must be among them."), width, out);
  if (spec.max_mass)
    AppendWrapped("  ", Concat("Its molecular mass is ", *spec.max_mass, " g/mol at most."), width, out);
}

}  // namespace

std::string DescribeRule(const ClassRule& rule, size_t width) {
  width = std::clamp<size_t>(width, 40, 120);
  std::string out;
  AppendWrapped("", Concat(rule.id(), ": ", rule.title()), width, out);
  out += "\nTHE LAW\n";
  AppendWrapped("  ", rule.wording(), width, out);
  if (rule.regions() != nullptr) AppendRegions(*rule.regions(), width, out);
  if (!rule.patterns().empty()) {
    out += "\nTHE RULE\n";
    for (const ClassPattern& pattern : rule.patterns()) {
      AppendWrapped("  - ", pattern.meaning, width, out);
      AppendWrapped("    law      ", pattern.citation, width, out);
      AppendWrapped("    pattern  ", pattern.smarts, width, out);
      if (pattern.needs != 0)
        AppendWrapped("    needs    ", Concat("a listing of scope ", FormatScopes(pattern.needs)), width,
                      out);
    }
  }
  for (const ClassException& exception : rule.exceptions()) {
    AppendWrapped("  except ", Concat(exception.name, ": ", exception.why), width, out);
  }
  for (const std::string& instrument : rule.not_when_listed_in()) {
    AppendWrapped("  not said of what is listed by name in ", instrument, width, out);
  }
  if (!rule.notes().empty()) {
    out += "\nREADINGS AND DOUBTS\n";
    AppendWrapped("  ", rule.notes(), width, out);
  }
  out += "\nSOURCES\n";
  for (const std::string& source : rule.sources()) AppendWrapped("  - ", source, width, out);
  AppendTo(out, "\nMEMBERS (", rule.members().size(), ")\n");
  for (const ClassExample& example : rule.members()) {
    std::string by;
    for (const std::string& id : example.by) AppendTo(by, by.empty() ? "" : ", ", id);
    AppendWrapped("  - ",
                  Concat(example.name, by.empty() ? "" : " [", by, by.empty() ? "" : "]", ": ", example.note),
                  width, out);
  }
  AppendTo(out, "\nNO MEMBERS (", rule.others().size(), ")\n");
  for (const ClassExample& example : rule.others())
    AppendWrapped("  - ", Concat(example.name, ": ", example.note), width, out);
  // Rule files may come from anywhere; nothing in them may steer a terminal.
  std::string safe;
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) {
    AppendTerminalText(safe, line);
    safe += '\n';
  }
  return safe;
}

}  // namespace tidewaiter::cli
