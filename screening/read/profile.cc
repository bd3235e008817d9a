#include "screening/read/profile.h"

#include <nlohmann/json.hpp>

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {
namespace {

constexpr size_t kProfileBytes = 1024 * 1024;

absl::Status Wrong(std::string_view file, std::string_view what) {
  return absl::InvalidArgumentError(Concat(file, ": ", what));
}

absl::StatusOr<std::string> Text(const nlohmann::json& value, std::string_view file, std::string_view name) {
  if (!value.is_string()) return Wrong(file, Concat("\"", name, "\" must be a text"));
  return value.get<std::string>();
}

absl::StatusOr<char> Character(const nlohmann::json& value, std::string_view file, std::string_view name,
                               std::string_view allowed) {
  TW_ASSIGN_OR_RETURN(const std::string text, Text(value, file, name));
  if (text.size() != 1 || allowed.find(text[0]) == std::string_view::npos) {
    return Wrong(file, Concat("\"", name, "\" must be one of the characters ",
                              allowed == ",;\t|" ? ", ; \\t |" : ". ,"));
  }
  return text[0];
}

absl::StatusOr<std::map<Field, std::string>> FieldTexts(const nlohmann::json& value, std::string_view file,
                                                        std::string_view name) {
  if (!value.is_object()) return Wrong(file, Concat("\"", name, "\" must be an object of field and text"));
  std::map<Field, std::string> texts;
  for (const auto& [key, text] : value.items()) {
    const std::optional<Field> field = ParseField(key);
    if (!field) return Wrong(file, Concat("\"", name, "\": there is no field \"", key, "\""));
    TW_ASSIGN_OR_RETURN(texts[*field], Text(text, file, key));
  }
  return texts;
}

}  // namespace

absl::StatusOr<ReadOptions> ParseProfile(std::string_view json, std::string_view file,
                                         const ReadOptions& base) {
  // Without exceptions a parse error is the value `discarded`, without its place.
  const nlohmann::json root = nlohmann::json::parse(json, nullptr, false);
  if (root.is_discarded()) return Wrong(file, "this is no JSON");
  if (!root.is_object()) return Wrong(file, "a profile is a JSON object");
  ReadOptions options = base;
  for (const auto& [name, value] : root.items()) {
    if (name == "columns") {
      TW_ASSIGN_OR_RETURN(options.column_map, FieldTexts(value, file, name));
    } else if (name == "constants") {
      TW_ASSIGN_OR_RETURN(options.constants, FieldTexts(value, file, name));
    } else if (name == "delimiter") {
      TW_ASSIGN_OR_RETURN(options.delimiter, Character(value, file, name, ",;\t|"));
    } else if (name == "decimal_mark") {
      TW_ASSIGN_OR_RETURN(options.decimal_mark, Character(value, file, name, ".,"));
    } else if (name == "encoding") {
      TW_ASSIGN_OR_RETURN(options.encoding, Text(value, file, name));
    } else if (name == "date_format") {
      TW_ASSIGN_OR_RETURN(options.date_format, Text(value, file, name));
    } else {
      return Wrong(file, Concat("there is no profile member \"", name, "\""));
    }
  }
  return options;
}

absl::StatusOr<ReadOptions> LoadProfile(const std::string& path, const ReadOptions& base) {
  TW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kProfileBytes));
  return ParseProfile(text, path, base);
}

std::string FormatProfile(const ReadOptions& options) {
  nlohmann::ordered_json root = nlohmann::ordered_json::object();
  for (const auto& [field, title] : options.column_map)
    root["columns"][std::string(FieldName(field))] = title;
  if (options.delimiter != 0) root["delimiter"] = std::string(1, options.delimiter);
  if (!options.encoding.empty()) root["encoding"] = options.encoding;
  if (!options.date_format.empty()) root["date_format"] = options.date_format;
  if (options.decimal_mark != 0) root["decimal_mark"] = std::string(1, options.decimal_mark);
  for (const auto& [field, text] : options.constants) root["constants"][std::string(FieldName(field))] = text;
  return root.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

absl::Status SaveProfile(const std::string& path, const ReadOptions& options) {
  return WriteFileAtomically(path, FormatProfile(options));
}

}  // namespace tidewaiter
