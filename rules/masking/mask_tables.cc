#include "rules/masking/mask_tables.h"

#include <set>

#include "absl/strings/str_split.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/law/listing.h"

namespace tidewaiter {

namespace data {
extern const std::string_view kMaskGroups;
extern const std::string_view kMaskSites;
extern const std::string_view kMaskSources;
}  // namespace data

namespace {

constexpr std::string_view kGroupsFile = "rules/masking/data/groups.csv";
constexpr std::string_view kSitesFile = "rules/masking/data/sites.csv";
constexpr std::string_view kSourcesFile = "rules/masking/data/sources.csv";

std::vector<std::string> Split(const std::string& cell) {
  std::vector<std::string> out;
  for (const absl::string_view part : absl::StrSplit(cell, ';', absl::SkipEmpty())) {
    out.emplace_back(part);
  }
  return out;
}

absl::Status Complain(std::string_view file, size_t line, std::string_view what) {
  return absl::InvalidArgumentError(Concat(file, ":", line, ": ", what));
}

absl::Status CheckSources(const CsvTable& table, const CsvTable::Row& row,
                          const std::set<std::string>& known) {
  const std::vector<std::string> sources = Split(table.Get(row, "source"));
  if (sources.empty()) return Complain(table.file(), row.line, "no source");
  for (const std::string& source : sources) {
    if (known.count(source) == 0) return Complain(table.file(), row.line, Concat("unknown source ", source));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MaskTables> MaskTables::Load(
    const std::function<std::optional<uint32_t>(std::string_view)>& find) {
  MaskTables out;
  TW_ASSIGN_OR_RETURN(const CsvTable sources, CsvTable::Parse(data::kMaskSources, kSourcesFile));
  std::set<std::string> known;
  for (const CsvTable::Row& row : sources.rows()) known.insert(sources.Get(row, "id"));

  TW_ASSIGN_OR_RETURN(const CsvTable groups, CsvTable::Parse(data::kMaskGroups, kGroupsFile));
  std::set<std::string> families;
  for (const CsvTable::Row& row : groups.rows()) {
    TW_RETURN_IF_ERROR(CheckSources(groups, row, known));
    MaskGroup group;
    group.id = groups.Get(row, "id");
    group.words = groups.Get(row, "words");
    group.family = groups.Get(row, "family");
    group.smiles = groups.Get(row, "smiles");
    Reach reach;
    const std::pair<const char*, MaskedAtom> columns[] = {{"on_nitrogen", MaskedAtom::kNitrogen},
                                                          {"on_oxygen", MaskedAtom::kOxygen},
                                                          {"on_carbonyl", MaskedAtom::kCarbonyl}};
    bool counts[3] = {false, false, false};
    for (const auto& [column, atom] : columns) {
      const std::string& cell = groups.Get(row, column);
      counts[static_cast<size_t>(atom)] = !cell.empty();
      if (cell.empty() || cell == "-") continue;
      const auto scope = ParseScope(cell);
      if (!scope) return Complain(groups.file(), row.line, Concat("unknown scope ", cell));
      reach.on[static_cast<size_t>(atom)] = *scope;
    }
    group.on_nitrogen = counts[static_cast<size_t>(MaskedAtom::kNitrogen)];
    group.on_oxygen = counts[static_cast<size_t>(MaskedAtom::kOxygen)];
    group.on_carbonyl = counts[static_cast<size_t>(MaskedAtom::kCarbonyl)];
    families.insert(group.family);
    if (absl::Status status = out.index_.AddGroup(group); !status.ok()) {
      return Complain(groups.file(), row.line, AsStd(status.message()));
    }
    out.reaches_.push_back(reach);
  }

  TW_ASSIGN_OR_RETURN(const CsvTable sites, CsvTable::Parse(data::kMaskSites, kSitesFile));
  for (const CsvTable::Row& row : sites.rows()) {
    TW_RETURN_IF_ERROR(CheckSources(sites, row, known));
    MaskSite site;
    for (const std::string& id : Split(sites.Get(row, "substances"))) {
      if (const auto substance = find(id)) site.substances.push_back(*substance);
    }
    if (site.substances.empty()) continue;
    site.drawing = sites.Get(row, "drawing");
    site.words = sites.Get(row, "place");
    site.families = Split(sites.Get(row, "families"));
    for (const std::string& family : site.families) {
      if (families.count(family) == 0) {
        return Complain(sites.file(), row.line, Concat("no group of the family ", family));
      }
    }
    if (absl::Status status = out.index_.AddSite(site); !status.ok()) {
      return Complain(sites.file(), row.line, AsStd(status.message()));
    }
  }
  TW_RETURN_IF_ERROR(out.index_.Finish());
  return out;
}

std::optional<uint32_t> MaskTables::NeededScope(const MaskHit& hit) const {
  uint32_t needed = 0;
  for (const FoundMask& mask : hit.masks) {
    const auto& reach = reaches_[mask.group].on[static_cast<size_t>(index_.AtomOf(mask.site))];
    if (!reach) return std::nullopt;
    needed |= *reach;
  }
  return needed;
}

std::string MaskTables::Digest() { return Sha256Hex(Concat(data::kMaskGroups, data::kMaskSites)); }

}  // namespace tidewaiter
