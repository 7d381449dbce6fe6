namespace Eilbote.Prefill;

/// <summary>
/// First names that are common where the board's applicants come from: they tell a name from other words, and its order. Marks do
/// not matter.
/// </summary>
internal static class GivenNames
{
    private static readonly HashSet<string> Names = new((
        "Adam Adrian Agnes Ahmed Alen Alex Alexander Alexandra Alexandru Ali Alice Alina Alma Amelie Amina Amira Ana Andrea Andreas Andrej Angela Angelika Anita Anja Anna "
        + "Anne Anneliese Annika Anton Antonia Antonio Armin Arthur Astrid Aylin Ayşe Barbara Beate Beatrice Belinda Ben Benedikt Benjamin Bernadette Bernd Bernhard Bettina "
        + "Bianca Birgit Björn Boris Brigitte Bruno Carina Carla Carlos Carmen Carolina Caroline Catherine Cemal Charlotte Chiara Christa Christian Christiane Christina "
        + "Christine Christof Christoph Christopher Clara Claudia Clemens Cornelia Damir Daniel Daniela Danijel Dario David Denise Dennis Diana Dieter Dietmar Dina Dominik "
        + "Dora Doris Dragan Edith Eduard Elena Elfriede Elias Elif Elisa Elisabeth Elizabeth Ella Elvira Emil Emilia Emily Emir Emma Emre Erich Erik Erika Ernst Erwin Esther "
        + "Eva Evelyn Fabian Fabio Fatima Fatma Felix Ferdinand Filip Flora Florian Franz Franziska Friedrich Fritz Gabriel Gabriele Georg George Gerald Gerda Gerhard "
        + "Gernot Gert Gertrude Gisela Goran Grace Gregor Gudrun Günter Günther Hanna Hannah Hannes Hans Harald Harry Hasan Heidi Heike Heinrich Heinz Helena Helene Helga Helmut "
        + "Henrik Herbert Hermann Hilde Horst Hubert Hugo Ida Igor Ines Ingeborg Ingrid Irene Iris Irmgard Isabel Isabella Ivan Ivana Jack Jakob James Jan Jana Janine Jasmin "
        + "Jelena Jennifer Jessica Joachim Joanna Johann Johanna Johannes John Jonas José Josef Joseph Julia Julian Juliane Jürgen Karin Karl Karla Karolina Katarina Katharina "
        + "Kathrin Katja Katrin Kerstin Kevin Klara Klaus Konrad Konstantin Kurt Lara Larissa Laura Lea Lena Leo Leon Leonie Lina Linda Lisa Lorenz Louis Luca Lucas Lucia Luis "
        + "Luisa Lukas Magdalena Manfred Manuel Manuela Marcel Marco Marcus Margarete Margit Maria Marian Marie Marija Marina Mario Marion Mark Marko Markus Marlene Marlies Marta "
        + "Martha Martin Martina Mary Mathias Matteo Matthias Max Maximilian Mehmet Melanie Melissa Michael Michaela Michelle Mihai Milan Milena Miriam Mirjam Mohamed Monika Moritz "
        + "Muhammad Mustafa Nadine Nadja Natalie Natascha Nico Nicole Nikola Nikolaus Nina Noah Nora Norbert Oliver Olivia Omar Oskar Otto Patricia Patrick Paul Paula Pauline Peter "
        + "Petra Philipp Pia Priya Rafael Raimund Rainer Ralf Raphael Rebecca Regina Reinhard Renate René Ricarda Richard Rita Robert Robin Roland Romana Rosa Rosemarie Rudolf "
        + "Ruth Sabine Sabrina Samuel Sandra Sara Sarah Sebastian Selina Sergej Siegfried Sigrid Silke Silvia Simon Simone Sofia Sofie Sonja Sophia Sophie Stefan Stefanie Stephan "
        + "Stephanie Susanne Sven Sylvia Tamara Tanja Tatjana Teresa Theodor Theresa Thomas Tim Tina Tobias Tom Tomasz Ulrich Ulrike Ursula Uwe Valentin Valentina Valerie Vanessa "
        + "Vera Verena Veronika Victoria Viktor Viktoria Vincent Vladimir Walter Werner Wilhelm William Wolfgang Yasmin Yusuf Yvonne Zoe Zoë Zsófia "
        + "Aaliyah Abdullah Adriana Agnieszka Aisha Aleksandar Aleksandra Alexandre Alfons Alfred Alois Anastasia Andras Andreja Andri "
        + "András Aneta Angelo Anke Annelies Annemarie Annette Antje Arno Arnold Asli Attila August Aurelia Axel Ayse Balázs Bastian "
        + "Beat Beata Berta Bilal Blerim Bogdan Bojan Branka Brian Burak Béla Can Catarina Cem Chloe Claire Claude Corinna Corinne "
        + "Cristina Cécile Céline Dagmar Danica Danilo Daria Darko Davide Dejan Deniz Detlef Dirk Dmitri Dorota Dorothea Dusan Ebru "
        + "Eckhard Edgar Edin Egon Ekaterina Elke Ellen Emanuel Emine Enrico Enzo Esra Eugen Ewa Ewald Federico Ferenc Fiona Flavio "
        + "Flurina Francesca Francesco Frank François Frauke Frida Frieda Friederike Gian Giovanni Giulia Giuseppe Gottfried Greta Guido "
        + "Gustav Gábor Hakan Halil Hansjörg Hanspeter Hatice Hedwig Heiko Heiner Hendrik Henning Henry Herta Hülya Hüseyin Ibrahim "
        + "Ignaz Ilona Ilse Imre Inge Ingo Irina Iva Ivo Iwona Jacqueline Jaqueline Jasmina Jean Jens Joanne Jochen Jovana Judith Jutta "
        + "Jörg Jörn Kaan Karen Karim Karina Katalin Katarzyna Kathleen Khaled Kilian Kirsten Krzysztof Ksenia Lars Leila Leyla "
        + "Lieselotte Liliana Livia Lorena Luana Lucía Ludwig Luzia Lydia László Maike Maja Malte Mandy Marc Marcin Margaret Margot "
        + "Mariam Mariana Mateusz Matthäus Maurice Małgorzata Mehdi Meike Mia Mike Mirjana Mirko Mohammad Mohammed Murat Natalia Natasha "
        + "Nazan Neele Nele Nikita Niklas Nikolina Nils Olaf Ole Oleg Oleksandr Olga Pablo Paolo Pascal Pavel Pedro Perihan Piotr Péter "
        + "Radmila Radovan Regula Reto Roman Ronald Ronja Rosmarie Roswitha Ruben Rupert Rüdiger Sabina Samira Sanja Sascha Saskia Selim "
        + "Seraina Serkan Sevgi Sibylle Sigmund Silvio Sinéad Siobhán Slavica Slobodan Snežana Stefano Steffen Stjepan Svenja Svetlana "
        + "Swantje Sylvie Tamás Tarik Tatiana Theresia Thilo Thorsten Till Timo Torsten Traude Ueli Ulf Urs Ute Valeria Vesna Vlado "
        + "Volker Waltraud Wanda Wiebke Wilfried Wojciech Xenia Yannick Youssef Zdenka Zeynep Zlatko Zoltán Zoran Ömer Özlem İbrahim "
        + "Željko").Split(' ').Select(CvName.Plain), StringComparer.Ordinal);

    public static bool Has(string word) => Names.Contains(CvName.Plain(word));
}
