#include "tools/cli/read_flags.h"

#include "chemdb/base/concat.h"
#include "screening/read/profile.h"

namespace tidewaiter::cli {

void ReadFlags::AddTo(CLI::App& command) {
  command.add_option("--map", map, "Take a field from this column: description=GOODS_DESC; repeatable")
      ->allow_extra_args(false)
      ->type_name("FIELD=TITLE")
      ->group(kReadingGroup);
  command.add_option("--profile", profile, "Reading options saved before")
      ->type_name("FILE")
      ->group(kReadingGroup);
  command.add_option("--input-format", input_format, "auto, csv, jsonl, smiles or sdf")
      ->check(CLI::IsMember({"auto", "csv", "jsonl", "smiles", "sdf"}))
      ->capture_default_str()
      ->group(kReadingGroup);
  command.add_option("--delimiter", delimiter, "Between columns: one character, or tab (default: detected)")
      ->group(kReadingGroup);
  command.add_option("--encoding", encoding, "Such as GB18030 or windows-1252 (default: detected)")
      ->group(kReadingGroup);
  command.add_option("--date-format", date_format, "Such as %d/%m/%Y, for dates that could be read two ways")
      ->group(kReadingGroup);
  command.add_option("--decimal", decimal, "Decimal mark, for numbers that could be read two ways")
      ->check(CLI::IsMember({".", ","}))
      ->group(kReadingGroup);
}

absl::StatusOr<ReadOptions> ReadFlags::ToOptions() const {
  ReadOptions options;
  if (!profile.empty()) {
    auto loaded = LoadProfile(profile);
    if (!loaded.ok()) return loaded.status();
    options = *std::move(loaded);
  }
  for (const std::string& item : map) {
    const size_t equals = item.find('=');
    const auto field = ParseField(std::string_view(item).substr(0, equals));
    if (equals == std::string::npos || !field) {
      std::string known;
      for (size_t i = 0; i < kFieldCount; ++i) {
        AppendTo(known, known.empty() ? "" : ", ", FieldName(static_cast<Field>(i)));
      }
      return absl::InvalidArgumentError(
          Concat("--map ", item, ": write FIELD=COLUMN TITLE, FIELD being one of: ", known));
    }
    options.column_map[*field] = item.substr(equals + 1);
  }
  if (delimiter == "tab" || delimiter == "\\t") {
    options.delimiter = '\t';
  } else if (!delimiter.empty()) {
    if (delimiter.size() != 1) return absl::InvalidArgumentError("--delimiter: one character, or tab");
    options.delimiter = delimiter[0];
  }
  if (!encoding.empty()) options.encoding = encoding;
  if (!date_format.empty()) options.date_format = date_format;
  if (!decimal.empty()) options.decimal_mark = decimal[0];
  if (input_format == "csv") options.format = InputFormat::kCsv;
  if (input_format == "jsonl") options.format = InputFormat::kJsonLines;
  if (input_format == "smiles") options.format = InputFormat::kSmiles;
  if (input_format == "sdf") options.format = InputFormat::kSdf;
  return options;
}

}  // namespace tidewaiter::cli
