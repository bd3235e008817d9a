#include "chemdb/law/import/import_tables.h"

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {
namespace {

// ".../acts/C-38.8/" -> "c-38-8".
std::string Slug(std::string_view address) {
  while (!address.empty() && address.back() == '/') address.remove_suffix(1);
  std::string out;
  for (const char c : address.substr(address.rfind('/') + 1)) {
    const auto u = static_cast<unsigned char>(c);
    out += absl::ascii_isalnum(u) ? absl::ascii_tolower(u) : '-';
  }
  return out;
}

std::string AddSource(const LawFormat& format, const LawDocument& text, const std::string& instrument,
                      Date today, TableFile& sources) {
  const std::string day = FormatIsoDate(*text.consolidated_to);
  std::string id = Concat(instrument, "-", day);
  sources.Insert({{"id", id},
                  {"title", Concat(text.title, ": official XML, consolidated to ", day)},
                  {"publisher", std::string(format.publisher)},
                  {"address", text.address},
                  {"licence", std::string(format.licence)},
                  {"seen_on", FormatIsoDate(today)}});
  return id;
}

}  // namespace

absl::StatusOr<ImportTables> ReadImportTables(const std::string& directory, std::string_view jurisdiction) {
  const std::string file = Concat(absl::AsciiStrToLower(AsAbsl(jurisdiction)), ".csv");
  ImportTables out;
  TW_ASSIGN_OR_RETURN(out.instruments, TableFile::Read(directory, "instruments/" + file,
                                                       {"id", "jurisdiction", "title", "citation", "address",
                                                        "licence", "consolidated_to", "source"}));
  TW_ASSIGN_OR_RETURN(out.sources,
                      TableFile::Read(directory, "sources/" + file,
                                      {"id", "title", "publisher", "address", "licence", "seen_on"}));
  TW_ASSIGN_OR_RETURN(
      out.listings,
      TableFile::Read(directory, "listings/" + file,
                      {"id", "subject_kind", "subject", "instrument", "schedule", "scope", "scope_text",
                       "in_force_from", "from_evidence", "in_force_to", "to_evidence", "direction",
                       "counterparts", "mixture_limit", "goods_code", "citation", "source", "note"}));
  TW_ASSIGN_OR_RETURN(out.thresholds, TableFile::Read(directory, "thresholds/" + file,
                                                      {"listing", "quantity", "unit", "window", "traffic",
                                                       "citation", "source"}));
  TW_ASSIGN_OR_RETURN(out.names,
                      TableFile::Read(directory, "names.csv",
                                      {"substance", "name", "language", "kind", "certainty", "source"}));
  return out;
}

absl::StatusOr<TextOrigin> TakeInstrument(const LawFormat& format, const LawDocument& text, Date today,
                                          ImportTables& tables) {
  TextOrigin out;
  const std::string day = FormatIsoDate(*text.consolidated_to);
  for (size_t i = 0; i < tables.instruments.size(); ++i) {
    if (tables.instruments.Get(i, "address") != text.address) continue;
    out.instrument = tables.instruments.Get(i, "id");
    const std::string& sources = tables.instruments.Get(i, "source");
    const std::string& known = tables.instruments.Get(i, "consolidated_to");
    if (known == day) {
      out.source = sources.substr(0, sources.find(';'));
      return out;
    }
    if (known > day) {
      return absl::InvalidArgumentError(Concat(text.path, ": consolidated to ", day,
                                               ", but the tables hold the text of ", known,
                                               "; an older text is not imported"));
    }
    out.source = AddSource(format, text, out.instrument, today, tables.sources);
    const std::string all = Concat(out.source, ";", sources);
    tables.instruments.Set(i, "consolidated_to", day);
    tables.instruments.Set(i, "source", all);
    return out;
  }
  out.instrument = Concat(absl::AsciiStrToLower(AsAbsl(format.jurisdiction)), "-", Slug(text.address));
  out.source = AddSource(format, text, out.instrument, today, tables.sources);
  tables.instruments.Insert({{"id", out.instrument},
                             {"jurisdiction", std::string(format.jurisdiction)},
                             {"title", text.title},
                             {"citation", ""},
                             {"address", text.address},
                             {"licence", std::string(format.licence)},
                             {"consolidated_to", day},
                             {"source", out.source}});
  return out;
}

}  // namespace tidewaiter
