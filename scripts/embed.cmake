# Writes a C file that holds files of the source tree as bytes: the schema, the demo, the page.
#   embed_schema(OUT FILES...)   struct schema_step schema_steps[]
#   embed_file(OUT SYMBOL FILE)  const char SYMBOL[], SYMBOL_end[]
function(embed_file out symbol file)
  file(WRITE ${out}.new "__asm__(\".section .rodata\\n.global ${symbol}\\n${symbol}:\\n\"\n\
        \".incbin \\\"${file}\\\"\\n.global ${symbol}_end\\n${symbol}_end:\\n.byte 0\\n.previous\\n\");\n")
  file(COPY_FILE ${out}.new ${out} ONLY_IF_DIFFERENT)
  set_source_files_properties(${out} PROPERTIES OBJECT_DEPENDS ${file})
endfunction()

function(embed_schema out)
  set(asm "")
  set(declared "")
  set(rows "")
  foreach(file ${ARGN})
    get_filename_component(name ${file} NAME_WE)
    string(REGEX MATCH "^[0-9]+" number ${name})
    string(REGEX REPLACE "^0+" "" plain ${number})
    string(APPEND asm "__asm__(\".section .rodata\\n.global schema_${number}\\nschema_${number}:\\n\"\n\
        \".incbin \\\"${file}\\\"\\n.byte 0\\n.previous\\n\");\n")
    string(APPEND declared "extern const char schema_${number}[];\n")
    string(APPEND rows "    {${plain}, schema_${number}},\n")
  endforeach()
  file(WRITE ${out}.new "#include \"store/migrate.h\"\n\n${asm}\n${declared}\n\
const struct schema_step schema_steps[] = {\n${rows}    {0},\n};\n")
  file(COPY_FILE ${out}.new ${out} ONLY_IF_DIFFERENT)
  set_source_files_properties(${out} PROPERTIES OBJECT_DEPENDS "${ARGN}")
endfunction()
