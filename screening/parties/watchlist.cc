#include "screening/parties/watchlist.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/file.h"
#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"
#include "screening/parties/ofac_xml.h"

namespace tidewaiter {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOfac = "OFAC SDN";

// OFAC writes "-0- " for nothing.
std::string OfacCell(const std::string& cell) {
  const std::string_view stripped = AsStd(absl::StripAsciiWhitespace(cell));
  return stripped == "-0-" ? std::string() : std::string(stripped);
}

void AddUnlessEmpty(std::vector<std::string>& list, std::string text) {
  if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end())
    list.push_back(std::move(text));
}

std::vector<std::string> SplitSeveral(const std::string& cell) {
  std::vector<std::string> parts;
  for (const absl::string_view part : absl::StrSplit(cell, ';')) {
    AddUnlessEmpty(parts, std::string(AsStd(absl::StripAsciiWhitespace(part))));
  }
  return parts;
}

// The rows of one of OFAC's files, which have no header and end in a DOS end-of-file mark.
std::vector<CsvTable::Row> OfacRows(std::string text, std::string_view file, size_t columns,
                                    std::vector<WatchlistIssue>& issues) {
  while (!text.empty() && (text.back() == '\x1A' || text.back() == '\n' || text.back() == '\r'))
    text.pop_back();
  std::string with_header;
  for (size_t i = 0; i < columns; ++i) AppendTo(with_header, i == 0 ? "" : ",", "c", i);
  AppendTo(with_header, "\n", text, "\n");
  std::vector<CsvTable::Error> errors;
  const CsvTable table = CsvTable::ParseWithErrors(with_header, file, errors);
  for (const CsvTable::Error& error : errors) {
    issues.push_back({error.line - 1, Concat(file, ": ", error.message)});
  }
  std::vector<CsvTable::Row> rows = table.rows();
  for (CsvTable::Row& row : rows) --row.line;
  return rows;
}

// sdn.csv: ent_num, SDN_Name, SDN_Type, Program, Title, ...; alt.csv: ent_num, alt_num, alt_type, alt_name,
// remarks; add.csv: ent_num, add_num, address, city/state/postal code, country, remarks (OFAC, "SDN data
// formats").
absl::StatusOr<Watchlist> ReadOfacCsv(const std::string& path, std::string text, Sha256& digest) {
  Watchlist list;
  list.list = std::string(kOfac);
  list.format = "ofac-csv";
  std::unordered_map<std::string, size_t> by_id;
  for (const CsvTable::Row& row : OfacRows(std::move(text), path, 12, list.issues)) {
    WatchEntry entry;
    entry.list = list.list;
    entry.id = OfacCell(row.cells[0]);
    entry.name = OfacCell(row.cells[1]);
    entry.kind = OfacCell(row.cells[2]);
    entry.programme = OfacCell(row.cells[3]);
    if (entry.name.empty()) {
      list.issues.push_back({row.line, "no name"});
      continue;
    }
    by_id.emplace(entry.id, list.entries.size());
    list.entries.push_back(std::move(entry));
  }
  const auto beside = [&](std::string_view name) { return (fs::path(path).parent_path() / name).string(); };
  if (absl::StatusOr<std::string> aliases = ReadFile(beside("alt.csv"), kWatchlistBytes); aliases.ok()) {
    digest.AddField(*aliases);
    for (const CsvTable::Row& row : OfacRows(*std::move(aliases), "alt.csv", 5, list.issues)) {
      const auto entry = by_id.find(OfacCell(row.cells[0]));
      if (entry != by_id.end()) AddUnlessEmpty(list.entries[entry->second].aliases, OfacCell(row.cells[3]));
    }
  } else if (!absl::IsNotFound(aliases.status())) {
    return aliases.status();
  }
  if (absl::StatusOr<std::string> addresses = ReadFile(beside("add.csv"), kWatchlistBytes); addresses.ok()) {
    digest.AddField(*addresses);
    for (const CsvTable::Row& row : OfacRows(*std::move(addresses), "add.csv", 6, list.issues)) {
      const auto found = by_id.find(OfacCell(row.cells[0]));
      if (found == by_id.end()) continue;
      WatchEntry& entry = list.entries[found->second];
      const std::string country = OfacCell(row.cells[4]);
      std::string address;
      for (const std::string& part : {OfacCell(row.cells[2]), OfacCell(row.cells[3]), country}) {
        if (!part.empty()) AppendTo(address, address.empty() ? "" : ", ", part);
      }
      if (address != country) AddUnlessEmpty(entry.addresses, address);
      AddUnlessEmpty(entry.countries, country);
    }
  } else if (!absl::IsNotFound(addresses.status())) {
    return addresses.status();
  }
  return list;
}

absl::StatusOr<Watchlist> ReadTitledCsv(const std::string& path, std::string_view text) {
  Watchlist list;
  std::vector<CsvTable::Error> errors;
  const CsvTable table = CsvTable::ParseWithErrors(text, path, errors);
  if (!table.HasColumn("name")) {
    return absl::InvalidArgumentError(
        Concat(path, ":1: no column \"name\", and it is neither OFAC's sdn.csv nor sdn.xml"));
  }
  for (const CsvTable::Error& error : errors) list.issues.push_back({error.line, error.message});
  const bool open_sanctions =
      table.HasColumn("schema") && table.HasColumn("aliases") && table.HasColumn("dataset");
  list.format = open_sanctions ? "opensanctions" : "csv";
  list.list = open_sanctions ? "OpenSanctions" : fs::path(path).filename().string();
  for (const CsvTable::Row& row : table.rows()) {
    WatchEntry entry;
    entry.list = list.list;
    entry.id = table.Get(row, "id");
    entry.name = std::string(AsStd(absl::StripAsciiWhitespace(table.Get(row, "name"))));
    entry.kind = table.Get(row, open_sanctions ? "schema" : "kind");
    entry.aliases = SplitSeveral(table.Get(row, "aliases"));
    entry.countries = SplitSeveral(table.Get(row, "countries"));
    entry.addresses = SplitSeveral(table.Get(row, "addresses"));
    entry.programme = table.Get(row, open_sanctions ? "dataset" : "programme");
    if (entry.id.empty()) entry.id = Concat("line ", row.line);
    if (entry.name.empty()) {
      list.issues.push_back({row.line, "no name"});
      continue;
    }
    list.entries.push_back(std::move(entry));
  }
  return list;
}

// OFAC's sdn.csv begins with a number, and its second cell is a quoted name.
bool LooksLikeOfacCsv(std::string_view text) {
  const size_t line_end = text.find('\n');
  const std::string_view first = text.substr(0, line_end);
  const size_t comma = first.find(',');
  return comma != std::string_view::npos && comma > 0 && comma + 1 < first.size() &&
         first[comma + 1] == '"' &&
         std::all_of(first.begin(), first.begin() + static_cast<ptrdiff_t>(comma),
                     [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

absl::StatusOr<Watchlist> ReadWatchlist(const std::string& path) {
  TW_ASSIGN_OR_RETURN(std::string text, ReadFile(path, kWatchlistBytes));
  Sha256 digest;
  digest.AddField(text);
  std::string_view content = text;
  if (content.substr(0, 3) == "\xEF\xBB\xBF") content.remove_prefix(3);
  absl::StatusOr<Watchlist> list = absl::InternalError("");
  if (AsStd(absl::StripLeadingAsciiWhitespace(AsAbsl(content))).substr(0, 1) == "<") {
    list = ReadOfacXml(content, path);
  } else if (LooksLikeOfacCsv(content)) {
    list = ReadOfacCsv(path, std::move(text), digest);
  } else {
    list = ReadTitledCsv(path, content);
  }
  if (list.ok()) list->digest = digest.Hex();
  return list;
}

}  // namespace tidewaiter
