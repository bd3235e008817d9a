#include "screening/read/internal/format.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

#include "chemdb/base/concat.h"
#include "screening/read/internal/csv_dialect.h"
#include "screening/read/internal/text.h"

namespace tidewaiter::read {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::string_view bytes;
  std::string_view format;
  std::string_view advice;
};

constexpr std::string_view kSaveAsCsv = "save it as CSV first";
constexpr Magic kForeign[] = {
    {"%PDF"sv, "a PDF document", "export the table as CSV"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an old Office file (XLS or DOC), or an encrypted XLSX",
     kSaveAsCsv},
    {"BZh"sv, "bzip2 data", "unpack it, or compress with gzip or zstd"},
    {"\xFD\x37zXZ\x00"sv, "xz data", "unpack it, or compress with gzip or zstd"},
    {"7z\xBC\xAF\x27\x1C"sv, "a 7z archive", "unpack it first"},
    {"Rar!\x1A\x07"sv, "a RAR archive", "unpack it first"},
    {"SQLite format 3\x00"sv, "an SQLite database", "export the table as CSV"},
    {"PAR1"sv, "a Parquet file", "export it as CSV"},
    {"\x89PNG"sv, "a PNG picture", "text is needed"},
    {"\xFF\xD8\xFF"sv, "a JPEG picture", "text is needed"},
    {"{\\rtf"sv, "an RTF document", kSaveAsCsv},
    {"<?xml"sv, "an XML document", "XML is not read; CSV, JSON Lines, SMILES and SDF are"},
    {"<!DOCTYPE"sv, "an HTML or XML document", "CSV, JSON Lines, SMILES and SDF are read"},
    {"<html"sv, "an HTML document", "CSV, JSON Lines, SMILES and SDF are read"},
    {"$RXN"sv, "an MDL reaction file", "structures are read from SDF, MOL and SMILES"},
    {"$RDFILE"sv, "an RD file", "structures are read from SDF, MOL and SMILES"},
};

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}
bool EndsWith(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

// One of the letters a SMILES can consist of, and at least one atom letter.
bool LooksLikeSmiles(std::string_view word) {
  if (word.empty()) return false;
  bool atom = false;
  for (const char c : word) {
    if (absl::StrContains("BCNOPSFIbcnops", c)) {
      atom = true;
    } else if (!absl::ascii_isdigit(static_cast<unsigned char>(c)) &&
               !absl::StrContains("HlraegiKL[]()=#@+-.%/\\:*MuZtAd", c)) {
      return false;
    }
  }
  return atom;
}

// The first lines' first words are SMILES. `sure`: with rings, branches or bonds among them, which no title
// has.
bool LinesAreSmiles(std::string_view text, bool sure) {
  bool marks = false;
  for (int i = 0; i < 5 && !text.empty(); ++i) {
    const size_t end = text.find_first_of("\r\n");
    const std::string_view line = text.substr(0, end);
    const std::string_view word = line.substr(0, line.find_first_of(" \t"));
    if (end == std::string_view::npos && i > 0) break;  // may be cut
    if (!LooksLikeSmiles(word)) return false;
    marks |= word.find_first_of("()=#123") != std::string_view::npos;
    text = end == std::string_view::npos ? "" : Trim(text.substr(end));
  }
  return marks || !sure;
}

}  // namespace

bool IsGzip(std::string_view head) { return StartsWith(head, "\x1F\x8B"sv); }
bool IsZstd(std::string_view head) {
  if (head.size() < 4) return false;
  return StartsWith(head, "\x28\xB5\x2F\xFD"sv) ||
         ((static_cast<unsigned char>(head[0]) & 0xF0) == 0x50 && head.substr(1, 3) == "\x2A\x4D\x18"sv);
}

NamedFormat FormatByName(std::string_view name) {
  std::string lower = absl::AsciiStrToLower(AsAbsl(name));
  for (const std::string_view packed : {".gz"sv, ".zst"sv, ".zstd"sv}) {
    if (EndsWith(lower, packed)) lower.resize(lower.size() - packed.size());
  }
  if (EndsWith(lower, ".csv")) return {InputFormat::kCsv, 0};
  if (EndsWith(lower, ".tsv") || EndsWith(lower, ".tab")) return {InputFormat::kCsv, '\t'};
  if (EndsWith(lower, ".jsonl") || EndsWith(lower, ".ndjson")) return {InputFormat::kJsonLines, 0};
  if (EndsWith(lower, ".smi") || EndsWith(lower, ".smiles") || EndsWith(lower, ".ism"))
    return {InputFormat::kSmiles, 0};
  if (EndsWith(lower, ".sdf") || EndsWith(lower, ".sd") || EndsWith(lower, ".mol"))
    return {InputFormat::kSdf, 0};
  return {};
}

InputFormat FormatByText(std::string_view head) {
  const std::string_view text = Trim(head);
  if (StartsWith(text, "{") || StartsWith(text, "[{")) return InputFormat::kJsonLines;
  if (head.find("M  END") != std::string_view::npos || head.find("\n$$$$") != std::string_view::npos ||
      head.find("V2000") != std::string_view::npos || head.find("V3000") != std::string_view::npos) {
    return InputFormat::kSdf;
  }
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  static const TitleReader kTitles({});
  // "SMILES Name" parted by a blank is no CSV row.
  const TitleMeaning meaning = kTitles.Read(word);
  if (word.size() < line.size() && line[word.size()] == ' ' &&
      line.find_first_of(",;\t|") == std::string_view::npos && !meaning.matches.empty() &&
      meaning.matches[0].field == Field::kStructure) {
    return InputFormat::kSmiles;
  }
  if (DetectDialect(head, false, 0, kTitles).ok()) return InputFormat::kCsv;
  return LinesAreSmiles(text, false) ? InputFormat::kSmiles : InputFormat::kCsv;
}

bool IsSmilesTable(std::string_view head) { return LinesAreSmiles(Trim(head), true); }

absl::Status RefuseForeign(std::string_view head) {
  const auto refuse = [](std::string_view format, std::string_view advice) {
    return absl::InvalidArgumentError(Concat("this is ", format, "; ", advice));
  };
  for (const Magic& magic : kForeign) {
    if (StartsWith(head, magic.bytes)) return refuse(magic.format, magic.advice);
  }
  if (StartsWith(head, "PK\x03\x04"sv) || StartsWith(head, "PK\x05\x06"sv)) {
    const bool office = head.find("[Content_Types].xml") != std::string_view::npos ||
                        head.find("xl/") != std::string_view::npos ||
                        head.find("_rels/") != std::string_view::npos;
    return office ? refuse("an XLSX workbook (or another Office document)", kSaveAsCsv)
                  : refuse("a ZIP archive", "unpack it first");
  }
  return absl::OkStatus();
}

}  // namespace tidewaiter::read
